using System.Collections.Immutable;

namespace LocalRig.Audit.Claims;

/// <summary>One statement of a guide that can be checked, in the guide's own names.</summary>
public abstract record Claim
{
    /// <summary>The line it stands in, counted from 1; 0 when unknown.</summary>
    public int Line { get; init; }

    /// <summary>The words it was read from.</summary>
    public string Text { get; init; } = "";

    /// <summary>What the guide's data calls it, or empty.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where its figure stands in those words, counted from 0; the reader uses it to find the line.</summary>
    internal int Place { get; init; }

    /// <summary>How sure it is that the guide says this.</summary>
    public Sureness Sureness { get; init; }
}

/// <summary>How sure the reading of a claim is.</summary>
public enum Sureness
{
    /// <summary>All of it stands in the words themselves, or in the row and its head.</summary>
    Stated,

    /// <summary>Part of it was taken from a heading, a sentence before, or a table's caption.</summary>
    Inherited,
}

/// <summary>A family comes in these sizes.</summary>
/// <param name="Family">The family: <c>Qwen3.5</c>.</param>
/// <param name="Sizes">Sizes in billions of parameters.</param>
public sealed record FamilyClaim(string Family, ImmutableArray<double> Sizes) : Claim;

/// <summary>A model of this name was released.</summary>
/// <param name="Model">The name.</param>
public sealed record ExistsClaim(string Model) : Claim;

/// <summary>A model has this many parameters.</summary>
/// <param name="Model">The name.</param>
/// <param name="Billions">Parameters in billions.</param>
public sealed record ParametersClaim(string Model, Interval Billions) : Claim;

/// <summary>A model was released on a day or in a month.</summary>
/// <param name="Model">The name.</param>
/// <param name="Date">The day, month or year: <c>2026-02-24</c>, <c>2026-02</c>, <c>2026</c>.</param>
public sealed record ReleasedClaim(string Model, string Date) : Claim;

/// <summary>Devices have this much memory.</summary>
/// <param name="Devices">Names of devices said to be alike.</param>
/// <param name="Gigabytes">Memory as boxes print it.</param>
public sealed record MemoryClaim(ImmutableArray<string> Devices, Interval Gigabytes) : Claim;

/// <summary>A device has this memory bandwidth.</summary>
/// <param name="Device">Its name.</param>
/// <param name="GigabytesPerSecond">The figure, in 10^9 bytes a second; null for the bare word "high".</param>
public sealed record BandwidthClaim(string Device, Interval? GigabytesPerSecond) : Claim;

/// <summary>A model's file in some quantization has this size.</summary>
/// <param name="Model">The model.</param>
/// <param name="Quant">The quantization.</param>
/// <param name="Gigabytes">The size in GB.</param>
public sealed record FileSizeClaim(string Model, string Quant, Interval Gigabytes) : Claim;

/// <summary>A model runs within a machine's memory.</summary>
/// <param name="Model">The model.</param>
/// <param name="Quant">The quantization, or empty.</param>
/// <param name="Device">The machine, or empty where only memory is named.</param>
/// <param name="Gigabytes">The memory named, or null.</param>
/// <param name="Context">Tokens of context named, or null.</param>
/// <param name="Ease">How well it is said to fit.</param>
public sealed record FitsClaim(string Model, string Quant, string Device, Interval? Gigabytes, int? Context, Ease Ease) : Claim;

/// <summary>How well a guide says something fits.</summary>
public enum Ease
{
    /// <summary>It fits; no more is said.</summary>
    Fits,

    /// <summary>With room to spare.</summary>
    Comfortable,

    /// <summary>Just about.</summary>
    Tight,

    /// <summary>Not at all.</summary>
    Fails,
}

/// <summary>A model needs this much memory to run.</summary>
/// <param name="Model">The model.</param>
/// <param name="Quant">The quantization, or empty.</param>
/// <param name="Gigabytes">The memory.</param>
/// <param name="Context">Tokens of context named, or null.</param>
public sealed record NeedsClaim(string Model, string Quant, Interval Gigabytes, int? Context) : Claim;

/// <summary>A model answers this fast on a machine.</summary>
/// <param name="Model">The model.</param>
/// <param name="Quant">The quantization, or empty.</param>
/// <param name="Device">The machine.</param>
/// <param name="TokensPerSecond">The rate.</param>
public sealed record SpeedClaim(string Model, string Quant, string Device, Interval TokensPerSecond) : Claim
{
    /// <summary>Tokens of context named, or null.</summary>
    public int? Context { get; init; }
}

/// <summary>A device costs this much.</summary>
/// <param name="Device">The device.</param>
/// <param name="Condition">How it is sold: <c>used</c>, <c>new</c>, or empty.</param>
/// <param name="Amount">The price.</param>
/// <param name="Currency">Its currency's code.</param>
public sealed record PriceOfClaim(string Device, string Condition, Interval Amount, string Currency) : Claim;

/// <summary>Several of a device answer this many times as fast as one.</summary>
/// <param name="Device">The device.</param>
/// <param name="Count">How many.</param>
/// <param name="Times">The factor.</param>
/// <param name="Model">The model, or empty.</param>
public sealed record SeveralDevicesClaim(string Device, int Count, Interval Times, string Model) : Claim;

/// <summary>A ranking or benchmark gives a model a score, or puts it above another.</summary>
/// <param name="Model">The model.</param>
/// <param name="Benchmark">What it was tested by, or empty.</param>
/// <param name="Publisher">Who says so, or empty.</param>
/// <param name="Score">The score, or null.</param>
/// <param name="Above">The model it is said to beat, or empty.</param>
public sealed record RankClaim(string Model, string Benchmark, string Publisher, Interval? Score, string Above) : Claim;

/// <summary>A model's cache for keys and values takes this much at so many tokens.</summary>
/// <param name="Model">The model.</param>
/// <param name="Context">Tokens.</param>
/// <param name="Gigabytes">The memory.</param>
public sealed record CacheClaim(string Model, int Context, Interval Gigabytes) : Claim;

/// <summary>A quantization takes this many bits for each parameter: a rule of thumb for any model.</summary>
/// <param name="Quant">The quantization.</param>
/// <param name="Bits">Bits per parameter.</param>
public sealed record BitsClaim(string Quant, Interval Bits) : Claim;

/// <summary>A model takes contexts of this length.</summary>
/// <param name="Model">The model.</param>
/// <param name="Tokens">Tokens.</param>
public sealed record ContextLengthClaim(string Model, Interval Tokens) : Claim;

/// <summary>So many of a model's parameters work on each token.</summary>
/// <param name="Model">The model.</param>
/// <param name="Billions">Parameters in billions.</param>
public sealed record ActiveClaim(string Model, Interval Billions) : Claim;

/// <summary>One device has so many times another's bandwidth, or is so many times as fast.</summary>
/// <param name="Device">The device.</param>
/// <param name="Other">The one it is compared with.</param>
/// <param name="Times">The factor.</param>
/// <param name="Model">The model both are said to run; empty for bandwidth.</param>
public sealed record ComparisonClaim(string Device, string Other, Interval Times, string Model) : Claim;

/// <summary>Keeping part of a model in main memory slows it from one speed to another.</summary>
/// <param name="Model">The model.</param>
/// <param name="Quant">The quantization, or empty.</param>
/// <param name="Device">The device, or empty.</param>
/// <param name="Before">Tokens per second with everything on the device.</param>
/// <param name="After">Tokens per second with part of it in main memory.</param>
public sealed record OffloadClaim(string Model, string Quant, string Device, Interval Before, Interval After) : Claim;

/// <summary>A model, or every model of a family, is published under a licence.</summary>
/// <param name="Model">The model or family.</param>
/// <param name="License">The licence in the guide's words: <c>Apache 2.0</c>.</param>
public sealed record LicenseClaim(string Model, string License) : Claim;

/// <summary>A model has this many layers.</summary>
/// <param name="Model">The model.</param>
/// <param name="Layers">How many.</param>
public sealed record LayerCountClaim(string Model, Interval Layers) : Claim;

/// <summary>So many of a model's layers fit a machine's graphics memory (llama.cpp's <c>-ngl</c>).</summary>
/// <param name="Model">The model.</param>
/// <param name="Quant">The quantization, or empty.</param>
/// <param name="Device">The machine, or empty where only memory is named.</param>
/// <param name="Gigabytes">The memory named, or null.</param>
/// <param name="Layers">How many layers.</param>
/// <param name="Context">Tokens of context named, or null.</param>
public sealed record LayersFitClaim(string Model, string Quant, string Device, Interval? Gigabytes, Interval Layers, int? Context) : Claim;

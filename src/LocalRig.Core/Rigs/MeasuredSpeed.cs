using System.Collections.Immutable;

namespace LocalRig.Rigs;

/// <summary>A speed measured on a machine by its owner: what was run, how, and how fast. Forecasts for that machine are corrected by it.</summary>
public sealed record MeasuredSpeed
{
    /// <summary>The record's id in the owner's ledger.</summary>
    public required string Record { get; init; }

    /// <summary>The rig it ran on, as <see cref="RigIdentity.Text"/> tells it.</summary>
    public required string Rig { get; init; }

    /// <summary>Tokens of a prompt rather than of an answer.</summary>
    public required bool IsPrompt { get; init; }

    /// <summary>Catalogue id of the model, or the file's name.</summary>
    public required string Model { get; init; }

    /// <summary>Its quantization.</summary>
    public required string Quant { get; init; }

    /// <summary>Digest of its tensors' names, types and shapes.</summary>
    public required string Layout { get; init; }

    /// <summary>Layers on graphics processors, the output included, as the engine counted them; 0 on the processor alone.</summary>
    public required int GpuLayers { get; init; }

    /// <summary>Layers a full offload moves, the output included.</summary>
    public required int Layers { get; init; }

    /// <summary>Layers whose experts were in main memory.</summary>
    public int CpuMoeLayers { get; init; }

    /// <summary>Tokens already in context.</summary>
    public required int Depth { get; init; }

    /// <summary>Tokens of the test.</summary>
    public required int Tokens { get; init; }

    /// <summary>Type of cached keys: <c>f16</c>.</summary>
    public string CacheTypeK { get; init; } = "f16";

    /// <summary>Type of cached values.</summary>
    public string CacheTypeV { get; init; } = "f16";

    /// <summary>The rate in tokens per second.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>What LocalRig forecast for it without this machine's own measurements, in tokens per second; 0 when it made no forecast.</summary>
    public double Forecast { get; init; }

    /// <summary>The calibration that forecast was made with.</summary>
    public string Calibration { get; init; } = "";
}

/// <summary>Which rig something was measured on, without anything personal: devices and processor, no names of machines or users.</summary>
public static class RigIdentity
{
    /// <summary>The rig in one line: <c>cuda rtx-3090 24576 MiB; host ryzen-9-7950x</c>.</summary>
    public static string Text(Rig rig) =>
        string.Join("; ", rig.Devices.Select(Of).Append("host " + (rig.Host.CatalogId ?? "processor")));

    private static string Of(Device device) => $"{device.Backend.Word()} {device.CatalogId ?? device.Model ?? device.Name} {device.Memory.Bytes >> 20} MiB";
}

using System.Collections.Immutable;

namespace LocalRig.Planning;

/// <summary>Why a plan shows a value: its formula, what went in, and where the rule comes from.</summary>
/// <param name="Value">The value's name in the contract: <c>kvCacheBytes</c>.</param>
/// <param name="Formula">The rule in words and symbols.</param>
/// <param name="Inputs">What went into it.</param>
/// <param name="Source">File and function of the engine, a data sheet, a measurement.</param>
/// <param name="Kind">What sort of knowledge it is.</param>
public sealed record Because(string Value, string Formula, ImmutableArray<BecauseInput> Inputs, string Source, SourceKind Kind);

/// <summary>One named number or text that went into a value.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Number">Its value when it is a number.</param>
/// <param name="Text">Its value when it is a text.</param>
public readonly record struct BecauseInput(string Name, double? Number, string? Text)
{
    /// <summary>A number.</summary>
    public static BecauseInput Of(string name, double number) => new(name, number, null);

    /// <summary>A text.</summary>
    public static BecauseInput Of(string name, string text) => new(name, null, text);
}

/// <summary>Where knowledge comes from, best first.</summary>
public enum SourceKind
{
    /// <summary>Follows from the file and the engine's own rules.</summary>
    Derived,

    /// <summary>Observed on real hardware.</summary>
    Measured,

    /// <summary>The maker's data sheet.</summary>
    Vendor,

    /// <summary>Another tool or author says so.</summary>
    ThirdParty,

    /// <summary>Reported by users.</summary>
    Community,

    /// <summary>Taken without proof.</summary>
    Assumed,
}

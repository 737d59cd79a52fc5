using LocalRig.Audit.Claims;

namespace LocalRig.Audit.Reading;

/// <summary>What a fact is about.</summary>
internal enum FactKind
{
    /// <summary>A model's name or size.</summary>
    Model,

    /// <summary>A device's name.</summary>
    Device,

    /// <summary>A quantization.</summary>
    Quant,

    /// <summary>Tokens of context.</summary>
    Context,

    /// <summary>Memory or a file's size, in GB.</summary>
    Memory,

    /// <summary>Bandwidth, in GB/s.</summary>
    Bandwidth,

    /// <summary>Tokens per second.</summary>
    Speed,

    /// <summary>Money.</summary>
    Price,

    /// <summary>Bits per weight.</summary>
    Bits,

    /// <summary>Billions of parameters that work on each token.</summary>
    Active,

    /// <summary>Billions of parameters.</summary>
    Parameters,

    /// <summary>So many times another device's figure.</summary>
    Times,

    /// <summary>Layers of a model.</summary>
    Layers,

    /// <summary>A licence.</summary>
    License,

    /// <summary>A day or a month.</summary>
    Date,

    /// <summary>A line of devices of which no one figure is true: "the M-series", "40-series cards".</summary>
    Series,

    /// <summary>A family of models without a size: "Llama 3.1".</summary>
    Family,
}

/// <summary>One thing a piece of text names, with where it stands.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its words, without filler.</param>
/// <param name="Amount">Its figure, for kinds that have one.</param>
/// <param name="Start">Where it begins in the piece.</param>
/// <param name="End">Where it ends, exclusive.</param>
internal sealed record Fact(FactKind Kind, string Text, Interval Amount, int Start, int End)
{
    /// <summary>Whether it is a figure a claim can be about, not a name or a circumstance.</summary>
    public bool IsFigure => Kind is not (FactKind.Model or FactKind.Device or FactKind.Quant or FactKind.Context or FactKind.Layers or FactKind.License or FactKind.Date or FactKind.Series or FactKind.Family);
}

namespace LocalRig.Advice.Comparing;

/// <summary>One figure of two configurations beside each other.</summary>
/// <param name="Id">Its name in JSON: <c>kvCacheBytes</c>.</param>
/// <param name="What">Its name in words.</param>
/// <param name="Unit">What its numbers count.</param>
/// <param name="A">The first configuration's.</param>
/// <param name="B">The second's.</param>
public sealed record ComparisonRow(string Id, string What, ComparedUnit Unit, ComparedValue A, ComparedValue B)
{
    /// <summary>Whether the two differ.</summary>
    public bool Differs => A != B;

    /// <summary>How the first stands to the second: <c>=</c>, <c>&lt;</c>, <c>&gt;</c>; <c>~</c> where ranges overlap, <c>≠</c> where there is no less or more.</summary>
    public string Sign =>
        !Differs ? "="
        : A.Number is not double a || B.Number is not double b ? "≠"
        : A.Overlaps(B) ? "~"
        : a < b ? "<"
        : ">";
}

/// <summary>What a compared number counts.</summary>
public enum ComparedUnit
{
    /// <summary>No number.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Parameters or layers.</summary>
    Count,

    /// <summary>Bits per weight.</summary>
    Bits,

    /// <summary>Tokens.</summary>
    Tokens,

    /// <summary>Tokens per second.</summary>
    TokensPerSecond,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Money, in the currency the text names.</summary>
    Money,
}

/// <summary>A compared figure.</summary>
/// <param name="Text">As texts show it where it is no number, or a number's remark.</param>
/// <param name="Number">The number; null for texts and what isn't known.</param>
/// <param name="Low">The low end, where it is a range.</param>
/// <param name="High">The high end, where it is a range.</param>
public readonly record struct ComparedValue(string Text, double? Number, double? Low = null, double? High = null)
{
    /// <summary>Whether two ranges have a value in common; no where either isn't a range.</summary>
    public bool Overlaps(ComparedValue other) => Low <= other.High && other.Low <= High;
}

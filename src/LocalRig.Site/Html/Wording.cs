using System.Globalization;
using LocalRig.Answers;
using LocalRig.Planning;
using LocalRig.Units;

namespace LocalRig.Site.Html;

/// <summary>Quantities as pages show them, in the words the command line uses.</summary>
internal static class Wording
{
    /// <summary>What is said where nobody knows.</summary>
    public const string Unknown = "unknown";

    /// <summary>A count with separators: <c>26,895,998,464</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A rate: <c>28.3</c>.</summary>
    public static string Rate(double rate) => rate.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>A number that isn't rounded.</summary>
    public static string Exactly(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A rate for programs, with the digits answers have.</summary>
    public static string Answered(double rate) => Exactly(ForecastJson.Rounded(rate));

    /// <summary>A whole number for programs.</summary>
    public static string Exactly(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A verdict: <c>does not fit</c>.</summary>
    public static string Of(Verdict verdict) => verdict.Word().Replace('-', ' ');

    /// <summary>A size: <c>15.41 GiB</c>.</summary>
    public static string Of(ByteSize size) => size.ToString();

    /// <summary>A context as people say it: <c>32k</c>, <c>139k</c>; in digits below a thousand.</summary>
    public static string Shortly(int tokens) => tokens >= ContextK ? $"{tokens / ContextK}k" : Exactly(tokens);

    /// <summary>Several things with an "and" before the last.</summary>
    public static string Join(IReadOnlyList<string> things) =>
        things.Count switch { 0 => "", 1 => things[0], _ => $"{string.Join(", ", things.Take(things.Count - 1))} and {things[^1]}" };

    private const int ContextK = 1024; // contexts are said in 1,024 tokens: 32k is 32,768
}

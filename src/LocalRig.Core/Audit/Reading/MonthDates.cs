using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalRig.Audit.Reading;

/// <summary>Days and months as people write them, made into the form claims have: "July 2024" into 2024-07, "February 24, 2026" into 2026-02-24.</summary>
internal static partial class MonthDates
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>A sentence with its dates in that form.</summary>
    public static string Iso(string sentence) =>
        Written().Replace(sentence, m =>
        {
            int month = Array.IndexOf(Months, m.Groups["month"].Value[..3].ToLowerInvariant()) + 1;
            Group day = m.Groups["before"].Success ? m.Groups["before"] : m.Groups["after"];
            string of = string.Create(CultureInfo.InvariantCulture, $"{m.Groups["year"].Value}-{month:00}");
            return day.Success ? string.Create(CultureInfo.InvariantCulture, $"{of}-{int.Parse(day.ValueSpan, CultureInfo.InvariantCulture):00}") : of;
        });

    [GeneratedRegex(
        @"\b(?:(?<before>[0-3]?\d) )?(?<month>January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?: (?<after>[0-3]?\d)(?:st|nd|rd|th)?,)? (?<year>20\d\d)\b",
        RegexOptions.IgnoreCase)]
    internal static partial Regex Written();
}

using System.Globalization;
using LocalRig.Catalog;
using LocalRig.Models;

namespace LocalRig.Advice;

/// <summary>Orders models by how strong they are thought to be, from size and age alone: an assumption, never shown as a score.</summary>
internal static class ModelStrength
{
    // The size a mixture of experts feels like: the geometric mean of total and active parameters (a rule of thumb among
    // practitioners; no measurement stands behind it).
    private const double Half = 0.5;

    // A year of progress counts as much as twice the parameters: cautious beside the "densing law" (Xiao et al., 2024),
    // which sees density double in months.
    private const double DoublingsPerYear = 1;

    private const double UnknownYear = 2023;

    /// <summary>Doublings of size and age together.</summary>
    public static double Of(CatalogModel model) =>
        Math.Log2(Math.Max(1, Size(model))) + DoublingsPerYear * (Year(model.Released) ?? UnknownYear);

    private static double Size(CatalogModel model)
    {
        double active = model.Parameters.Active ?? ActiveShare(model) * model.ParameterCount;
        return Math.Pow(model.ParameterCount * active, Half);
    }

    /// <summary>Where no count is published: the share of experts that a token uses, which leaves attention and shared experts out.</summary>
    private static double ActiveShare(CatalogModel model) =>
        model.Architecture?.Layers is { } layers && layers.Any(l => l.FeedForward is ExpertFeedForward)
            ? layers.Average(l => l.FeedForward is ExpertFeedForward e ? e.Used / (double)e.Experts : 1)
            : 1;

    /// <summary>The year with its months as a fraction, from <c>2026-03</c> or <c>2026-03-02</c>.</summary>
    private static double? Year(string released)
    {
        string[] parts = released.Split(' ')[0].Split('-');
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int year))
        {
            return null;
        }

        int month = parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int m) ? m : 1;
        const double MonthsPerYear = 12;
        return year + (month - 1) / MonthsPerYear;
    }
}

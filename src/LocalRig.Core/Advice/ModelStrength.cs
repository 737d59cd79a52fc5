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

    // Published counts of active parameters leave out what isn't multiplied with; nearer than this to all is all.
    private const double Rounding = 0.05;

    /// <summary>Doublings of size and age together.</summary>
    public static double Of(CatalogModel model) =>
        Math.Log2(Math.Max(1, Size(model))) + DoublingsPerYear * (Year(model.Released) ?? UnknownYear);

    /// <summary>What a model's size counts as, in words: <c>122 billion parameters, 10 at work on each token, counted as 35 (2026-02)</c>.</summary>
    public static string Words(CatalogModel model)
    {
        string all = Billions(model.ParameterCount);
        double size = Size(model);
        string counted = size < model.ParameterCount * (1 - Rounding)
            ? $"{all} billion parameters, {Billions(size * size / model.ParameterCount)} at work on each token, counted as {Billions(size)}"
            : $"{all} billion parameters";
        return model.Released.Length > 0 ? $"{counted} ({model.Released.Split(' ')[0]})" : counted;
    }

    private static string Billions(double count)
    {
        const double Billion = 1e9;
        const double Large = 100;
        return (count / Billion).ToString(count >= Large * Billion ? "0" : "0.#", CultureInfo.InvariantCulture);
    }

    private static double Size(CatalogModel model)
    {
        double active = HasExperts(model) ? model.Parameters.Active ?? ActiveShare(model) * model.ParameterCount : model.ParameterCount;
        return Math.Pow(model.ParameterCount * active, Half);
    }

    /// <summary>Where no count is published: the share of experts that a token uses, which leaves attention and shared experts out.</summary>
    private static double ActiveShare(CatalogModel model) =>
        model.Architecture?.Layers.Average(l => l.FeedForward is ExpertFeedForward e ? e.Used / (double)e.Experts : 1) ?? 1;

    private static bool HasExperts(CatalogModel model) => model.Architecture?.Layers.Any(l => l.FeedForward is ExpertFeedForward) ?? false;

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

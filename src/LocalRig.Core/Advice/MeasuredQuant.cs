using LocalRig.Catalog;
using LocalRig.Evidence;

namespace LocalRig.Advice;

/// <summary>Which quantization a measurement is about.</summary>
internal static class MeasuredQuant
{
    /// <summary>Whether it is about a quantization; a recipe made with an importance matrix counts as the recipe.</summary>
    /// <param name="measurement">What was measured.</param>
    /// <param name="quantization">A recipe or a publisher's mix: <c>Q4_K_M</c>, <c>UD-Q4_K_XL</c>.</param>
    public static bool IsOf(this QualityMeasurement measurement, string quantization) =>
        QuantChoice.TryParse(measurement.Quant) is { } choice && (choice.IsMix ? choice.Name : choice.Recipe.Name).Equals(quantization, StringComparison.OrdinalIgnoreCase);
}

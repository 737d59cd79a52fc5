using LocalRig.Advice;
using LocalRig.Catalog;
using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Units;

namespace LocalRig.Site.Facts;

/// <summary>One model on one machine as a survey answers it; without the plan behind it, of which there are tens of thousands.</summary>
/// <param name="Model">The model.</param>
/// <param name="Device">The machine's facts.</param>
/// <param name="Index">Its place in the survey's answer.</param>
/// <param name="Quant">The quantization chosen.</param>
/// <param name="Verdict">Whether and how well it fits.</param>
/// <param name="Total">Bytes the engine allocates.</param>
/// <param name="Context">The largest context that leaves the margin free; 0 for none.</param>
/// <param name="Decode">How fast it answers; null where unknown.</param>
internal sealed record Run(CatalogModel Model, DeviceFacts Device, int Index, string Quant, Verdict Verdict, ByteSize Total, int Context, RateForecast? Decode)
{
    /// <summary>What is kept of a survey's line.</summary>
    public static Run Of(SurveyLine line, DeviceFacts device, int index) =>
        new(line.Model, device, index, line.Plan.Model.QuantName, line.Plan.Verdict, line.Plan.Total, line.ComfortableContext, line.Plan.Forecast?.Decode);

    /// <summary>Where its values are in the survey's answer.</summary>
    public string Path => $"models[{Index}]";
}

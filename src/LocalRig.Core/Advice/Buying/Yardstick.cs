using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Prices;
using LocalRig.Rigs;

namespace LocalRig.Advice.Buying;

/// <summary>One model in one quantization run everywhere, so that speeds per money and per watt can be compared.</summary>
/// <param name="Model">The model.</param>
/// <param name="Quant">The quantization.</param>
public sealed record Yardstick(CatalogModel Model, string Quant)
{
    /// <summary>What is measured by when nobody says: small enough for every card worth buying.</summary>
    public const string DefaultModel = "Qwen3.5-9B";

    /// <summary>The quantization when nobody says.</summary>
    public const string DefaultQuant = "Q4_K_M";

    /// <summary>Runs it on a rig; null where it doesn't fit the devices, the speed is unknown, or the engine refuses.</summary>
    public Yield? On(Rig rig, IEngine engine, PlanQuestion question, PriceRange? price, PowerDraw? power)
    {
        MemoryPlan plan;
        try
        {
            plan = new Planner(engine).Sketch(Model.ToModel(Quant), question, rig);
        }
        catch (EngineException)
        {
            return null;
        }

        return plan.Verdict is not (Verdict.Comfortable or Verdict.Tight) || Forecaster.Default.TryOf(plan) is not { } forecast ? null : new Yield(forecast.Decode, price, power);
    }
}

/// <summary>How fast a rig writes with the yardstick, for its money and power.</summary>
/// <param name="Decode">Tokens written per second.</param>
/// <param name="Price">What the rig costs; null when unknown.</param>
/// <param name="Power">What it draws; null when unknown.</param>
public sealed record Yield(RateForecast Decode, PriceRange? Price, PowerDraw? Power)
{
    private const double Thousand = 1000;

    /// <summary>Tokens per second for a thousand units of the currency: the likely speed over the price's range.</summary>
    public (double Low, double High)? PerThousand =>
        Price is PriceRange price ? (Decode.TokensPerSecond / (double)price.High * Thousand, Decode.TokensPerSecond / (double)price.Low * Thousand) : null;

    /// <summary>Tokens per second for a watt under load, which is tokens per joule: the likely speed over the power's range.</summary>
    public (double Low, double High)? PerWatt =>
        Power is PowerDraw power ? (Decode.TokensPerSecond / power.HighWatts, Decode.TokensPerSecond / power.LowWatts) : null;
}

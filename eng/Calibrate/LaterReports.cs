using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>What a fit to everything before a day says of what was measured since: whether the law of age carries over.</summary>
internal static class LaterReports
{
    /// <summary>The day that separates what is fitted from what is tested.</summary>
    public static DateOnly Since { get; } = new(2026, 6, 1);

    public static List<HeldOutRow> Forecast(SpeedLaw law, Noise noise, Dictionary<string, Pool> pools, List<Observation> rows)
    {
        List<Observation> before = HeldOut.Usable(rows.Where(r => r.Day < Since));
        Dictionary<string, int> families = HeldOut.Families(before);
        LawValues values = Fit.To(law, noise, pools, before).Result();
        return
        [
            .. rows.Where(r => r.Day >= Since).Select(r => new HeldOutRow(
                r, Math.Min(r.Ceiling, Math.Exp(-r.Predict(law, values.For(r.Speed.Family)))), families.GetValueOrDefault(r.Speed.Family.Family)) { IsLater = true }),
        ];
    }
}

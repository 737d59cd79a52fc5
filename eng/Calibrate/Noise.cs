using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>How reports scatter around the truth: Student's t, because one report in ten is far off (stalled engines, shared
/// machines, wrong labels) and must not pull the fit.</summary>
/// <param name="Scale">Usual relative error.</param>
internal readonly record struct Noise(double Scale)
{
    // One degree of freedom (Cauchy): held-out error was least with it (search over 1, 2, 4).
    private const double Freedom = 1;

    /// <summary>Each law with the scatter of its reports: held-out error was least with these (0.03 to 0.15 were tried).</summary>
    public static IReadOnlyList<(SpeedLaw Law, Noise Noise)> OfLaws { get; } = [(SpeedLaw.Decode, new Noise(0.06)), (SpeedLaw.Prefill, new Noise(0.1))];

    public double Loss(double residual) => 0.5 * (Freedom + 1) * Math.Log(1 + residual * residual / (Freedom * Scale * Scale));

    public double Weight(double residual) => (Freedom + 1) / (Freedom * Scale * Scale + residual * residual);
}

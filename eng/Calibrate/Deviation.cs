namespace LocalRig.Calibrate;

/// <summary>How far a device, or a model on it, is from the law: logarithm of measured over forecast.</summary>
/// <remarks>Reports scatter with heavy tails (<see cref="Noise"/>), devices deviate from their relatives as a normal distribution does: the most probable
/// deviation follows reports that agree and hardly one that is far away, which is a stalled engine or a wrong label more often than a device.</remarks>
internal static class Deviation
{
    /// <summary>How far devices lie from the law (standard deviation of the logarithm): of 0.08 to 0.2 this forecasts llama.cpp's reports of 2026 best from
    /// those of other models on the same device (mean error over 44 devices 6.4 %, 7.0 % without).</summary>
    public const double OfDevices = 0.12;

    /// <summary>The same for a model around its device: of 0.1 to 0.3 one report of 2026 is forecast from the others of its model as well as by their median,
    /// and a lone report that is far away isn't followed.</summary>
    public const double OfModels = 0.15;

    // Reports beyond a factor of exp(3) = 20 are not told apart; steps of 0.2 % are finer than any report.
    private const double Furthest = 3;
    private const double Step = 0.002;

    /// <summary>The most probable deviation.</summary>
    /// <param name="reports">What reports deviate by.</param>
    /// <param name="noise">How reports scatter.</param>
    /// <param name="spread">How far the deviation usually is from where it is expected.</param>
    /// <param name="expected">Where it is expected.</param>
    public static double Of(IReadOnlyList<double> reports, Noise noise, double spread, double expected = 0)
    {
        if (reports.Count == 0)
        {
            return expected;
        }

        double best = expected;
        double least = double.PositiveInfinity;
        for (int i = (int)(-Furthest / Step); i <= (int)(Furthest / Step); i++)
        {
            double at = i * Step;
            double from = (at - expected) / spread;
            double cost = from * from / 2 + reports.Sum(r => noise.Loss(r - at));
            (best, least) = cost < least ? (at, cost) : (best, least);
        }

        return best;
    }
}

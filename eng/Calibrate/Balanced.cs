namespace LocalRig.Calibrate;

/// <summary>Statistics in which every device counts once.</summary>
internal static class Balanced
{
    /// <summary>Median over devices of the median absolute error over a device's rows.</summary>
    public static (double Error, int Devices) Error(IEnumerable<(string Device, double Error)> rows)
    {
        double[] medians = [.. rows.GroupBy(r => r.Device).Select(g => Median(g.Select(r => Math.Abs(r.Error))))];
        return (Median(medians), medians.Length);
    }

    /// <summary>A quantile of values in which every device has the same weight.</summary>
    public static double Quantile(IEnumerable<(string Device, double Value)> rows, double level) =>
        Quantile(rows.GroupBy(r => r.Device).SelectMany(g => { double w = 1.0 / g.Count(); return g.Select(r => (r.Value, w)); }), level);

    /// <summary>A quantile of weighed values.</summary>
    public static double Quantile(IEnumerable<(double Value, double Weight)> values, double level)
    {
        (double Value, double Weight)[] weighed = [.. values.OrderBy(v => v.Value)];
        double target = level * weighed.Sum(v => v.Weight);
        double sum = 0;
        foreach ((double value, double weight) in weighed)
        {
            sum += weight;
            if (sum >= target)
            {
                return value;
            }
        }

        return weighed.Length == 0 ? double.NaN : weighed[^1].Value;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length == 0 ? double.NaN : sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}

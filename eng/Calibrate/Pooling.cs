using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>How a parameter is pooled: where it starts, and how far common value, group and family may move from their parent
/// (standard deviations of normal priors; 0 keeps the parent's value).</summary>
internal readonly record struct Pool(double Start, double Common, double Group, double Family);

/// <summary>The pooling of every parameter. Starts are round numbers of the right order; widths came from the search over
/// held-out devices (<c>--search</c>). Neither is used by a forecast: only the fit's result is.</summary>
internal static class Pooling
{
    public static Dictionary<string, Pool> Decode { get; } = new()
    {
        ["Weights"] = new(0.3, 1, 0.5, 0.12),
        ["K"] = new(0, 0.3, 0.15, 0.1),
        ["Eight"] = new(0, 0.3, 0.1, 0.07),
        ["Float"] = new(0, 0.3, 0.06, 0.07),
        ["Table"] = new(0.3, 0.5, 0.2, 0),
        ["Microscaled"] = new(0, 0.5, 0.2, 0.1),
        ["Arithmetic"] = new(0.4, 1.5, 1.5, 0.3),
        ["ArithmeticK"] = new(0.2, 0.5, 0.3, 0.2),
        ["ArithmeticFloat"] = new(-0.5, 0.5, 0.2, 0.1),
        ["ArithmeticTable"] = new(0.6, 0.5, 0.3, 0),
        ["Layer"] = new(-12, 1.5, 0.6, 0.4),
        ["ExpertLayer"] = new(-12, 1.5, 0.4, 0.3),
        ["RecurrentLayer"] = new(-12, 1.5, 0.4, 0.3),
        ["Token"] = new(-10, 1.5, 0.4, 0),
        ["Cache"] = new(0.7, 1, 0.5, 0.4),
        ["CacheArithmetic"] = new(0, 1, 0.5, 0.3),
        ["Experts"] = new(0, 0.5, 0.2, 0.15),
        ["Dies"] = new(0, 0.3, 0, 0),
        ["Bandwidth"] = new(0, 0.1, 0.1, 0.05),
    };

    public static Dictionary<string, Pool> Prefill { get; } = new()
    {
        ["Weights"] = new(0, 2, 0.6, 0.35),
        ["K"] = new(0, 0.3, 0.15, 0.1),
        ["Eight"] = new(0, 0.3, 0.15, 0.1),
        ["Float"] = new(0, 0.5, 0.4, 0.2),
        ["Table"] = new(0.3, 0.5, 0.2, 0),
        ["Microscaled"] = new(0, 0.5, 0.3, 0.2),
        ["Layer"] = new(-11, 1.5, 0.6, 0.4),
        ["Experts"] = new(0.5, 1, 0.4, 0.3),
        ["LookBack"] = new(0.5, 1, 0.5, 0.4),
        ["Tensor"] = new(0, 0.5, 0, 0),
        ["Width"] = new(0.1, 0.3, 0.1, 0.05),
        ["Watts"] = new(0, 0.3, 0, 0),
        ["Reading"] = new(0.3, 1, 0.3, 0.2),
        ["Recurrent"] = new(0, 1, 0.3, 0.2),
        ["Arithmetic"] = new(0, 0.2, 0.15, 0.1),
    };

    public static Dictionary<string, Pool> Of(SpeedLaw law) => law == SpeedLaw.Decode ? Decode : Prefill;
}

using System.Globalization;
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
        ["Weights"] = new(0.3, 1, 0.5, 0.25),
        ["K"] = new(0, 0.3, 0.3, 0.08),
        ["Eight"] = new(0, 0.3, 0.2, 0.12),
        ["Float"] = new(0, 0.3, 0.15, 0.12),
        ["Table"] = new(0.3, 0.5, 0.2, 0),
        ["Microscaled"] = new(0, 0.5, 0.2, 0.1),
        ["BrainFloat"] = new(0, 0.3, 0.2, 0.15),
        ["Arithmetic"] = new(0.4, 1.5, 1.5, 0.6),
        ["ArithmeticK"] = new(0.2, 0.5, 0.5, 0.4),
        ["ArithmeticFloat"] = new(-0.5, 0.5, 0.2, 0.1),
        ["ArithmeticTable"] = new(0.6, 0.5, 0.3, 0),
        ["Layer"] = new(-12, 1.5, 0.3, 0.4),
        ["ExpertLayer"] = new(-12, 1.5, 0.8, 0.6),
        ["RecurrentLayer"] = new(-12, 1.5, 0.8, 0.3),
        ["Token"] = new(-10, 1.5, 0.4, 0),
        ["Cache"] = new(0.7, 1, 1, 0.8),
        ["CacheArithmetic"] = new(0, 1, 0.5, 0.3),
        ["Experts"] = new(0, 0.5, 0.4, 0.3),
        ["Dies"] = new(0, 0.3, 0, 0),
        ["Bandwidth"] = new(0, 0.1, 0.1, 0.05),
        ["Corrects"] = new(0.05, 0.1, 0, 0),
        // Copies reach some 212 of the 256 GB/s of a Strix Halo (rocm_bandwidth_test, llm-tracker.info/_TOORG/Strix-Halo), where cards with memory
        // of their own reach some 95 % of theirs.
        ["Shares"] = new(0.12, 0.05, 0, 0),
        ["Age"] = new(0.05, 0.1, 0.05, 0.03),
        ["AgeOfLaunch"] = new(0.1, 0.2, 0.1, 0),
        ["AgeOfK"] = new(0.03, 0.1, 0.1, 0.05),
        ["AgeOfExperts"] = new(0.1, 0.2, 0.15, 0.05),
        ["Llamafile"] = new(0.1, 0.2, 0.1, 0.15),
    };

    public static Dictionary<string, Pool> Prefill { get; } = new()
    {
        ["Weights"] = new(0, 2, 0.6, 0.6),
        ["K"] = new(0, 0.3, 0.5, 0.35),
        ["Eight"] = new(0, 0.3, 0.15, 0.1),
        ["Float"] = new(0, 0.5, 0.4, 0.2),
        ["Table"] = new(0.3, 0.5, 0.2, 0),
        ["Microscaled"] = new(0, 0.5, 0.3, 0.2),
        ["BrainFloat"] = new(0.3, 1, 0.6, 0.5),
        ["Layer"] = new(-11, 1.5, 0.6, 0.4),
        ["Experts"] = new(0, 1, 0.4, 0.3),
        ["Tile"] = new(3, 1, 0.5, 0),
        ["Emulated"] = new(0.5, 1, 0, 0),
        ["LookBackTensor"] = new(0, 0.3, 0, 0),
        ["LookBack"] = new(0.5, 1, 1, 0.8),
        ["Tensor"] = new(0, 0.5, 0, 0),
        ["Width"] = new(0.1, 0.3, 0.1, 0.05),
        ["Watts"] = new(0, 0.3, 0, 0),
        ["Reading"] = new(0.3, 1, 0.3, 0.2),
        ["Recurrent"] = new(0, 1, 0.3, 0.2),
        ["Arithmetic"] = new(0, 0.2, 0.15, 0.1),
        ["Professional"] = new(0.05, 0.2, 0, 0),
        ["Age"] = new(0.1, 0.2, 0.1, 0.05),
        ["AgeOfLaunch"] = new(0.1, 0.2, 0.1, 0),
        ["AgeOfLookBack"] = new(0.3, 0.5, 0.4, 0),
        ["Llamafile"] = new(0.1, 0.3, 0.2, 0),
    };

    /// <summary>Tries another width: <c>decode:Bandwidth:group:0.3</c>.</summary>
    public static void Change(string change)
    {
        string[] words = change.Split(':');
        Dictionary<string, Pool> pools = words[0] == "decode" ? Decode : Prefill;
        double width = double.Parse(words[3], CultureInfo.InvariantCulture);
        Pool pool = pools[words[1]];
        pools[words[1]] = words[2] switch
        {
            "start" => pool with { Start = width },
            "common" => pool with { Common = width },
            "group" => pool with { Group = width },
            _ => pool with { Family = width },
        };
    }

    public static Dictionary<string, Pool> Of(SpeedLaw law) => law == SpeedLaw.Decode ? Decode : Prefill;
}

using System.Collections.Immutable;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Forecasting;

/// <summary>How a machine differs from the law by what its owner measured on it.</summary>
/// <param name="Factor">Measured over forecast: the middle; of other models pulled towards 1 where there are few.</param>
/// <param name="IsSameModel">Whether the very model was measured in the same placement.</param>
/// <param name="Least">The slowest measurement as a share of the middle, at most 1.</param>
/// <param name="Greatest">The fastest as a multiple of the middle, at least 1.</param>
internal sealed record OwnCorrection(double Factor, bool IsSameModel, double Least, double Greatest)
{
    // As eng/Calibrate does it (Corrections.Doubt): a device's deviation counts as if this many measurements more had shown none.
    private const double Doubt = 1;

    // The newest tell most of the engine that is installed now, and reading more would take longer than a plan.
    private const int Most = 32;

    /// <summary>What the measurements say; null where none is of this rig.</summary>
    /// <param name="prompt">Prompts rather than answers.</param>
    /// <param name="model">The model asked about.</param>
    /// <param name="placement">Where it goes.</param>
    /// <param name="rig">The rig with what was measured on it.</param>
    /// <param name="calibration">The calibration in use: ratios of other models hold for the one they were made with.</param>
    /// <param name="law">Forecasts a measurement of the same model in the same placement without the owner's measurements, in tokens per second.</param>
    public static OwnCorrection? Of(bool prompt, Model model, Placement placement, Rig rig, string calibration, Func<MeasuredSpeed, double> law)
    {
        ImmutableArray<MeasuredSpeed> used = Decisive(prompt, model, placement, rig);
        if (used.IsEmpty)
        {
            return null;
        }

        if (IsSame(used[0], model, placement))
        {
            return Made([.. used.Select(m => Math.Log(m.TokensPerSecond / law(m)))], 1, true);
        }

        double[] others = [.. used.Where(m => m.Forecast > 0 && m.Calibration == calibration).Select(m => Math.Log(m.TokensPerSecond / m.Forecast))];
        return others.Length == 0 ? null : Made(others, others.Length / (others.Length + Doubt), false);
    }

    /// <summary>A spread that leaves none of the measurements outside.</summary>
    public Spread Around(Spread spread) => spread with { Low = Math.Min(spread.Low, Least), High = Math.Max(spread.High, Greatest) };

    /// <summary>The measurements a forecast rests on: of the same model in the same placement; where there is none, of other models on the same rig that were
    /// as wholly on its devices.</summary>
    public static ImmutableArray<MeasuredSpeed> Decisive(bool prompt, Model model, Placement placement, Rig rig)
    {
        if (rig.Measured.IsDefaultOrEmpty)
        {
            return [];
        }

        string identity = RigIdentity.Text(rig);
        MeasuredSpeed[] here = [.. rig.Measured.Where(m => m.IsPrompt == prompt && m.Rig == identity && m.TokensPerSecond > 0)];
        if (here.Length == 0)
        {
            return [];
        }

        Known known = new(model);
        ImmutableArray<MeasuredSpeed> same = [.. here.Where(m => known.Is(m) && SamePlace(m, model, placement)).Take(Most)];
        return same.IsEmpty ? [.. here.Where(m => !known.Is(m) && IsWhole(m) == IsWhole(model, placement, rig)).Take(Most)] : same;
    }

    /// <summary>A workload with the caches of a measurement.</summary>
    public static Workload As(MeasuredSpeed measured, Workload workload) =>
        workload with
        {
            CacheTypeK = TensorTypeExtensions.TryParse(measured.CacheTypeK, out TensorType k) ? k : workload.CacheTypeK,
            CacheTypeV = TensorTypeExtensions.TryParse(measured.CacheTypeV, out TensorType v) ? v : workload.CacheTypeV,
        };

    private static bool IsSame(MeasuredSpeed measured, Model model, Placement placement) => new Known(model).Is(measured) && SamePlace(measured, model, placement);

    private static bool SamePlace(MeasuredSpeed measured, Model model, Placement placement) =>
        measured.GpuLayers == Math.Min(placement.GpuLayers, LayerCount.Offloadable(model)) && measured.CpuMoeLayers == placement.CpuMoeLayers;

    // A measurement that names no layer on a device ran on the processor; one of a whole model has all of them there.
    private static bool IsWhole(MeasuredSpeed measured) => measured.CpuMoeLayers == 0 && (measured.GpuLayers == 0 || measured.GpuLayers >= measured.Layers);

    private static bool IsWhole(Model model, Placement placement, Rig rig) =>
        placement.CpuMoeLayers == 0 && (rig.Devices.Length == 0 || placement.GpuLayers == 0 || placement.GpuLayers >= LayerCount.Offloadable(model));

    private static OwnCorrection Made(double[] logarithms, double pull, bool same)
    {
        double middle = Middle(logarithms);
        return new OwnCorrection(Math.Exp(middle * pull), same, Math.Exp(logarithms.Min() - middle), Math.Exp(logarithms.Max() - middle));
    }

    private static double Middle(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }

    /// <summary>A model, and whether a measurement is of it.</summary>
    private sealed class Known(Model model)
    {
        private string? _layout;

        public bool Is(MeasuredSpeed measured) =>
            measured.Model == model.Id && string.Equals(measured.Quant, model.QuantName, StringComparison.OrdinalIgnoreCase)
            || measured.Layout == (_layout ??= LayoutDigest.Of(model.Tensors));
    }
}

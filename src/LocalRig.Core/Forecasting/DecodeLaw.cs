using System.Collections.Immutable;
using LocalRig.Quantization;

namespace LocalRig.Forecasting;

/// <summary>Time of one token of an answer. Every weight is read once: bytes over bandwidth, or unpacking arithmetic where that takes
/// longer; then keys and values, then a fixed cost per layer and per token. A roofline (Williams, Waterman, Patterson 2009)
/// per class of weights, with overheads.</summary>
internal sealed class DecodeLaw : SpeedLaw
{
    private enum P
    {
        Weights, K, Eight, Float, Table, Microscaled, BrainFloat, Arithmetic, ArithmeticK, ArithmeticFloat, ArithmeticTable,
        Layer, ExpertLayer, RecurrentLayer, Token, Cache, CacheArithmetic, Experts, Dies, Bandwidth, Corrects, Shares,
        Age, AgeOfLaunch, AgeOfK, AgeOfExperts, Llamafile,
    }

    // Where the slope over bandwidth turns: a rate in the middle of the catalogue; shifting it only shifts "Weights".
    private const double MiddleBandwidth = 300e9;

    /// <inheritdoc/>
    public override ImmutableArray<string> Parameters { get; } = [.. Enum.GetNames<P>()];

    /// <inheritdoc/>
    public override StepTime Time(Work work, DeviceSpeed device, ReadOnlySpan<double> parameters)
    {
        Rates rates = new(device, parameters);
        double experts = Math.Exp(parameters[(int)P.Experts] + device.Engine.Years * Math.Max(0, parameters[(int)P.AgeOfExperts]));
        double memory = 0;
        double all = 0;
        for (int place = 0; place < WeightClasses.Count; place++)
        {
            Accumulate(rates, (WeightClass)place, work.Dense, 1, ref memory, ref all);
            Accumulate(rates, (WeightClass)place, work.Experts, experts, ref memory, ref all);
        }

        double cache = (work.CacheBytes + work.RecurrentBytes) / device.Bandwidth * Math.Exp(parameters[(int)P.Cache] + Memory(device, parameters));
        double lookBack = device.Shader > 0 ? work.AttentionOperations / device.Shader * Math.Exp(parameters[(int)P.CacheArithmetic]) : 0;
        double launch =
            work.Layers * Math.Exp(parameters[(int)P.Layer])
            + work.ExpertLayers * Math.Exp(parameters[(int)P.ExpertLayer])
            + work.RecurrentLayers * Math.Exp(parameters[(int)P.RecurrentLayer])
            + (work.MakesLogits ? Math.Exp(parameters[(int)P.Token]) : 0);
        double dies = device.Facts.SeveralDies ? Math.Exp(parameters[(int)P.Dies]) : 1;
        return Aged(
            new StepTime(memory + cache, all - memory + lookBack, launch) * dies, device.Engine,
            parameters[(int)P.Age], parameters[(int)P.AgeOfLaunch], parameters[(int)P.Llamafile]);
    }

    /// <summary>What correcting errors in band, and sharing the host's memory, add to reading.</summary>
    private static double Memory(DeviceSpeed device, ReadOnlySpan<double> parameters) =>
        (device.CorrectsErrors ? parameters[(int)P.Corrects] : 0) + (device.SharesMemory ? parameters[(int)P.Shares] : 0);

    private static void Accumulate(in Rates rates, WeightClass kind, WeightAmounts amounts, double factor, ref double memory, ref double all)
    {
        double elements = amounts.Elements[(int)kind];
        if (elements > 0)
        {
            (double read, double whole) = rates.PerElement(kind, amounts.Bytes[(int)kind] / elements);
            memory += read * elements * factor;
            all += whole * elements * factor;
        }
    }

    /// <summary>Seconds per weight of each class on one device.</summary>
    private readonly ref struct Rates(DeviceSpeed device, ReadOnlySpan<double> parameters)
    {
        private static readonly double LargestK = TensorType.Q6_K.BitsPerElement() / 8;
        private static readonly double EightBytes = TensorType.Q8_0.BitsPerElement() / 8;

        private readonly ReadOnlySpan<double> _parameters = parameters;
        private readonly double _perByte =
            Math.Exp(parameters[(int)P.Weights] + parameters[(int)P.Bandwidth] * Math.Log(device.Bandwidth / MiddleBandwidth) + Memory(device, parameters)) / device.Bandwidth;

        // Kernels for the K-quants and tables of values came later than those for the simple types, and got faster later.
        private readonly double _olderK = Math.Exp(device.Engine.Years * Math.Max(0, parameters[(int)P.AgeOfK]));

        private readonly double _perElement =
            device.Shader > 0 ? LayerWork.OperationsPerElement * Math.Exp(parameters[(int)P.Arithmetic]) / device.Shader : 0;

        /// <summary>Reading alone, and reading with unpacking. A type with more bits is never faster than the widest of the class below.</summary>
        public (double Read, double Whole) PerElement(WeightClass kind, double bytes)
        {
            (double read, double whole) = Own(kind, bytes);
            double floor = kind switch
            {
                WeightClass.Eight when bytes >= EightBytes => Own(WeightClass.K, LargestK).Whole,
                WeightClass.Float or WeightClass.BrainFloat when bytes > EightBytes => PerElement(WeightClass.Eight, EightBytes).Whole,
                _ => 0,
            };
            return (read, Math.Max(whole, floor));
        }

        private (double Read, double Whole) Own(WeightClass kind, double bytes)
        {
            double read = bytes * _perByte * Math.Exp(kind == WeightClass.Simple ? 0 : _parameters[(int)Efficiency(kind)]);
            double unpack = _perElement * Math.Exp(kind switch
            {
                WeightClass.K => _parameters[(int)P.ArithmeticK],
                WeightClass.Float or WeightClass.BrainFloat => _parameters[(int)P.ArithmeticFloat],
                WeightClass.Table => _parameters[(int)P.ArithmeticTable],
                _ => 0,
            });
            double older = kind is WeightClass.K or WeightClass.Table ? _olderK : 1;
            return (read * older, Math.Sqrt(read * read + unpack * unpack) * older);
        }

        private static P Efficiency(WeightClass kind) =>
            kind switch
            {
                WeightClass.K => P.K,
                WeightClass.Eight => P.Eight,
                WeightClass.Float => P.Float,
                WeightClass.Table => P.Table,
                WeightClass.BrainFloat => P.BrainFloat,
                _ => P.Microscaled,
            };
    }
}

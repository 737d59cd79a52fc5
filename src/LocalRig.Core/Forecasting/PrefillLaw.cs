using System.Collections.Immutable;

namespace LocalRig.Forecasting;

/// <summary>Time of one batch of a prompt. Weights are read once and multiplied with every token: arithmetic over a share of the
/// device's rate, the reading itself, looking back, and a fixed cost per layer.</summary>
internal sealed class PrefillLaw : SpeedLaw
{
    private enum P
    {
        Weights, K, Eight, Float, Table, Microscaled, BrainFloat, Layer, Experts, LookBack, Tensor, Width, Watts, Reading, Recurrent, Arithmetic, Tile, Emulated, LookBackTensor, Professional,
        Age, AgeOfLaunch, AgeOfLookBack, Llamafile,
    }

    // Middles the slopes turn around; shifting one only shifts "Weights": 20 TFLOPS, matrix units four times the shaders,
    // 7 W per TFLOPS, the layers of a 7B model.
    private const double MiddleArithmetic = 20e12;
    private const double MiddleTensorRatio = 4;
    private const double MiddleWattsPerTera = 7;
    private const double MiddleLayerElements = 0.2e9;
    private const double Tera = 1e12;

    /// <inheritdoc/>
    public override ImmutableArray<string> Parameters { get; } = [.. Enum.GetNames<P>()];

    /// <inheritdoc/>
    public override StepTime Time(Work work, DeviceSpeed device, ReadOnlySpan<double> parameters)
    {
        double rate = device.Shader * Math.Exp(DeviceTerm(device, parameters));
        double width = work.Layers == 0 ? 0 : parameters[(int)P.Width] * Math.Log(MiddleLayerElements * work.Layers / Math.Max(work.Elements, 1));
        double weights = parameters[(int)P.Weights] + Math.Clamp(width, -1, 1);

        // Matrix kernels work in tiles of tokens: a multiplication with few costs as if there were a tile's share more, and an expert gets few.
        double tile = Math.Exp(parameters[(int)P.Tile]);
        double dense = 1 + tile / work.Tokens;
        double years = device.Engine.Years;
        double experts = (1 + tile / work.TokensPerExpert) * Math.Exp(parameters[(int)P.Experts]);
        double emulated = device.HasIntegerDots ? 0 : parameters[(int)P.Emulated];
        double operations = 0;
        for (int place = 0; place < WeightClasses.Count; place++)
        {
            double kind = Math.Exp(weights + KindTerm((WeightClass)place, parameters) + ((WeightClass)place is WeightClass.Float or WeightClass.BrainFloat ? 0 : emulated));
            operations += kind * (work.Dense.Elements[place] * dense + work.Experts.Elements[place] * experts);
        }

        double compute = LayerWork.OperationsPerElement * operations * work.Tokens / rate
            + work.AttentionOperations * work.Tokens / rate
            * Math.Exp(parameters[(int)P.LookBack] + parameters[(int)P.LookBackTensor] * Math.Log(device.TensorRatio / MiddleTensorRatio)
                + years * Math.Max(0, parameters[(int)P.AgeOfLookBack]));
        double memory = (work.WeightBytes + work.CacheBytes) / device.Bandwidth * Math.Exp(parameters[(int)P.Reading]);
        double launch = (work.Layers + work.RecurrentLayers * Math.Exp(parameters[(int)P.Recurrent])) * Math.Exp(parameters[(int)P.Layer]);
        return Aged(
            new StepTime(memory, compute, launch), device.Engine, parameters[(int)P.Age], parameters[(int)P.AgeOfLaunch], parameters[(int)P.Llamafile]);
    }

    private static double DeviceTerm(DeviceSpeed device, ReadOnlySpan<double> parameters)
    {
        double term = parameters[(int)P.Arithmetic] * Math.Log(device.Shader / MiddleArithmetic);
        if (device.Shader > 0)
        {
            term += parameters[(int)P.Tensor] * Math.Log(device.TensorRatio / MiddleTensorRatio);
        }

        term -= device.CorrectsErrors ? parameters[(int)P.Professional] : 0;
        return device.Facts.Watts is double watts
            ? term + parameters[(int)P.Watts] * Math.Clamp(Math.Log(watts / (device.Shader / Tera) / MiddleWattsPerTera), -1, 1)
            : term;
    }

    private static double KindTerm(WeightClass kind, ReadOnlySpan<double> parameters) =>
        kind switch
        {
            WeightClass.K => parameters[(int)P.K],
            WeightClass.Eight => parameters[(int)P.Eight],
            WeightClass.Float => parameters[(int)P.Float],
            WeightClass.Table => parameters[(int)P.Table],
            WeightClass.Microscaled => parameters[(int)P.Microscaled],
            WeightClass.BrainFloat => parameters[(int)P.BrainFloat],
            _ => 0,
        };
}

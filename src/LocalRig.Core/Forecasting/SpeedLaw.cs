using System.Collections.Immutable;

namespace LocalRig.Forecasting;

/// <summary>A law that turns work and a device into time, with parameters a calibration finds.</summary>
internal abstract class SpeedLaw
{
    /// <summary>Names of the parameters, in order. Most are logarithms, so that 0 means "no correction".</summary>
    public abstract ImmutableArray<string> Parameters { get; }

    /// <summary>Parts of a step's time in seconds.</summary>
    /// <param name="work">The step.</param>
    /// <param name="device">What does it.</param>
    /// <param name="parameters">Values in the order of <see cref="Parameters"/>.</param>
    public abstract StepTime Time(Work work, DeviceSpeed device, ReadOnlySpan<double> parameters);

    /// <summary>A step of the newest engine as an older build or llamafile takes it: older builds are never faster, and their kernels start more slowly.</summary>
    /// <param name="newest">The step.</param>
    /// <param name="engine">What runs.</param>
    /// <param name="age">Logarithm of the time that a year adds.</param>
    /// <param name="ageOfLaunch">The same of starting kernels, on top.</param>
    /// <param name="llamafile">Logarithm of the time that llamafile adds.</param>
    protected static StepTime Aged(StepTime newest, EngineAge engine, double age, double ageOfLaunch, double llamafile)
    {
        if (engine == EngineAge.Newest)
        {
            return newest;
        }

        double all = Math.Exp(engine.Years * Math.Max(0, age) + (engine.IsLlamafile ? llamafile : 0));
        return new StepTime(newest.Memory, newest.Compute, newest.Launch * Math.Exp(engine.Years * Math.Max(0, ageOfLaunch))) * all;
    }

    /// <summary>The law of answers, one token a step.</summary>
    public static SpeedLaw Decode { get; } = new DecodeLaw();

    /// <summary>The law of prompts, one batch a step.</summary>
    public static SpeedLaw Prefill { get; } = new PrefillLaw();
}

/// <summary>Where a step's seconds go.</summary>
/// <param name="Memory">Reading weights and caches.</param>
/// <param name="Compute">Arithmetic beyond what hides behind reading.</param>
/// <param name="Launch">Starting kernels and waiting between them.</param>
internal readonly record struct StepTime(double Memory, double Compute, double Launch)
{
    /// <summary>All of it.</summary>
    public double Seconds => Memory + Compute + Launch;

    /// <summary>Two devices one after the other.</summary>
    public static StepTime operator +(StepTime a, StepTime b) => new(a.Memory + b.Memory, a.Compute + b.Compute, a.Launch + b.Launch);

    /// <summary>The same parts, stretched.</summary>
    public static StepTime operator *(StepTime a, double factor) => new(a.Memory * factor, a.Compute * factor, a.Launch * factor);
}

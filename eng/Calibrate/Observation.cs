using LocalRig.Forecasting;
using LocalRig.Models;

namespace LocalRig.Calibrate;

/// <summary>One measured rate with everything a law needs to explain it.</summary>
internal sealed class Observation
{
    public required string Device { get; init; }

    public required string Model { get; init; }

    public required string Quant { get; init; }

    public required string Dataset { get; init; }

    /// <summary>Who reported it: a board or a repository of its own is one collection, however many it was gathered from; what was gathered from many is each its own.</summary>
    public required string Reporter { get; init; }

    public required string Name { get; init; }

    public required double FileBytes { get; init; }

    public required double Depth { get; init; }

    public required double Tokens { get; init; }

    public required DateOnly Day { get; init; }

    public required string Build { get; init; }

    public required double Rate { get; init; }

    public required bool IsPrompt { get; init; }

    /// <summary>Whether the model doesn't fit the device's memory, so that the rate says nothing about the device.</summary>
    public required bool Spills { get; init; }

    public required DeviceSpeed Speed { get; init; }

    public required Work Work { get; init; }

    public required Model Source { get; init; }

    /// <summary>The same measurement for one who knows a processor's memory but not which processor it is.</summary>
    public Observation ByMemory() =>
        new()
        {
            Device = Device,
            Model = Model,
            Quant = Quant,
            Dataset = Dataset,
            Reporter = Reporter,
            Name = Name,
            FileBytes = FileBytes,
            Depth = Depth,
            Tokens = Tokens,
            Day = Day,
            Build = Build,
            Rate = Rate,
            IsPrompt = IsPrompt,
            Spills = Spills,
            Speed = new DeviceSpeed(Speed.Facts with { Shader = null }) { Engine = Speed.Engine },
            Work = Work,
            Source = Source,
        };

    /// <summary>Weight in the fit; devices with many rows don't outvote the others.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>Logarithm of the measured seconds per token.</summary>
    public double LogSeconds => -Math.Log(Rate);

    public double Ceiling =>
        IsPrompt ? Work.Tokens / LocalRig.Forecasting.Ceiling.PrefillSeconds(Work, Speed) : 1 / LocalRig.Forecasting.Ceiling.DecodeSeconds(Work, Speed);

    /// <summary>Logarithm of the seconds per token a law gives.</summary>
    public double Predict(SpeedLaw law, ReadOnlySpan<double> parameters) => Math.Log(law.Time(Work, Speed, parameters).Seconds / Work.Tokens);
}

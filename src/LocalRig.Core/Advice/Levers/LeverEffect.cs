using System.Collections.Immutable;
using LocalRig.Planning;
using LocalRig.Units;

namespace LocalRig.Advice.Levers;

/// <summary>What one change, or two together, does: the plan before, the plan after, and everything that follows from the two.</summary>
/// <param name="Levers">The changes made.</param>
/// <param name="Before">The plan the user is at.</param>
/// <param name="After">The plan with the changes.</param>
/// <param name="LackAfter">What still lacks for the goal; see <see cref="LeverBoard.Lack"/>.</param>
/// <param name="Reaches">Whether the goal is reached.</param>
/// <param name="ExpectedMinutes">Minutes a prompt with a typical answer would take if memory were large enough: what a loss of speed is
/// measured against, so that a plan slowed down by spilling doesn't make every change look like a gain; null where speed is unknown.</param>
public sealed record LeverEffect(
    ImmutableArray<Lever> Levers, MemoryPlan Before, MemoryPlan After, ByteSize LackAfter, bool Reaches, double? ExpectedMinutes)
{
    // Where a loss of speed begins to be called one: our choice, wider than the likeliest error between two forecasts of one device.
    private const double Unchanged = 0.95;
    private const double LittleSlower = 0.8;
    private const double FeltSlower = 0.5;
    private const double Noise = 0.005; // forecasts nearer than half a percent show the same figure

    /// <summary>What every memory gives back; negative where the change costs.</summary>
    public ImmutableArray<DeviceSaving> Savings { get; } =
    [
        .. from after in After.Devices
        join before in Before.Devices on after.Name equals before.Name
        select new DeviceSaving(after.Name, before.Total - after.Total, after.Headroom - before.Headroom),
    ];

    /// <summary>Headroom won on the devices that were there before; on the host where there are none.</summary>
    public ByteSize Freed => new((Before.Rig.Devices.IsEmpty ? Savings : Savings.Where(s => s.Name != Before.Host.Name)).Sum(s => s.HeadroomWon.Bytes));

    /// <summary>Tokens of an answer per second won; negative when lost; null where a speed is unknown.</summary>
    public double? TokensPerSecondWon => Answers(After) - Answers(Before);

    private static double? Answers(MemoryPlan plan) => plan.Forecast is { } known ? (known.Drafted?.Rate ?? known.Decode).TokensPerSecond : null;

    /// <summary>How many times faster a prompt with a typical answer is done; 1 where a speed is unknown.</summary>
    public double Speedup => Before.Forecast is { } before && After.Forecast is { } after ? before.AnswerMinutes / after.AnswerMinutes : 1;

    /// <summary>How much speed it gives up.</summary>
    public Loss SpeedLoss =>
        (ExpectedMinutes / After.Forecast?.AnswerMinutes ?? (Levers.Any(l => l.MovesToHost) ? 0 : 1)) switch { >= Unchanged => Loss.None, >= LittleSlower => Loss.Small, >= FeltSlower => Loss.Noticeable, _ => Loss.Large };

    /// <summary>Whether nothing that is planned changes.</summary>
    public bool IsIdle =>
        Savings.All(s => s.Saved == ByteSize.Zero && s.HeadroomWon == ByteSize.Zero) && Math.Abs(Speedup - 1) < Noise && Before.Model.QuantName == After.Model.QuantName;

    /// <summary>Whether it keeps no plan that worked from working.</summary>
    public bool Works => After.Verdict.Runs() || !Before.Verdict.Runs();

    /// <summary>Everything given up, worst first: what changes are compared by.</summary>
    internal ImmutableArray<Loss> Losses =>
        [.. Levers.SelectMany(l => (Loss[])[l.QualityLoss, l.CapacityLoss]).Append(SpeedLoss).Where(l => l > Loss.None).OrderDescending()];
}

/// <summary>What a change gives back in one memory, exact differences of two plans.</summary>
/// <param name="Name">The device, or <c>host</c>.</param>
/// <param name="Saved">Bytes fewer allocated.</param>
/// <param name="HeadroomWon">Bytes more left free; differs where the memory itself changes or is shared.</param>
public sealed record DeviceSaving(string Name, ByteSize Saved, ByteSize HeadroomWon);

using LocalRig.Contract;
using LocalRig.Rigs;

namespace LocalRig.Questions;

/// <summary>The machine LocalRig runs on. A port of the desk.</summary>
public interface IMachine
{
    /// <summary>Finds out what it is.</summary>
    /// <param name="wait">How long its tools may take to answer; null for the usual time.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="RequestException">That can't be found out here.</exception>
    Task<MachineReport> DetectAsync(TimeSpan? wait, CancellationToken cancellation);
}

/// <summary>No machine: what a browser has.</summary>
internal sealed class NoMachine : IMachine
{
    /// <inheritdoc/>
    public Task<MachineReport> DetectAsync(TimeSpan? wait, CancellationToken cancellation) =>
        throw new RequestException(new Problem(
            ErrorCode.RigUnknown, "What this machine is can't be found out here: LocalRig reaches no hardware where it runs.", "Name the machine, such as rtx-3090, or ask the localrig program.", "rig"));
}

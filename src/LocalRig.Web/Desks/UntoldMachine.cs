using LocalRig.Contract;
using LocalRig.Questions;
using LocalRig.Rigs;

namespace LocalRig.Web.Desks;

/// <summary>The machine a server runs on, where its clients aren't told what it is.</summary>
internal sealed class UntoldMachine : IMachine
{
    /// <inheritdoc/>
    public Task<MachineReport> DetectAsync(TimeSpan? wait, CancellationToken cancellation) =>
        throw new RequestException(new Problem(
            ErrorCode.RigUnknown, "What machine this server runs on isn't told to others.", "Name a machine, such as rtx-3090; who runs the server can tell it with --this-machine.", "rig"));
}

using LocalRig.Local.Probes;
using LocalRig.Questions;
using LocalRig.Rigs;

namespace LocalRig.Local.Desks;

/// <summary>This machine, found out by its probes.</summary>
public sealed class ProbedMachine : IMachine
{
    // How long a tool of the system may take to answer; nvidia-smi needs a fraction of it, also on a cold start.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public Task<MachineReport> DetectAsync(CancellationToken cancellation) => ThisMachine.DetectAsync(new OwnTexts(), Patience).WaitAsync(cancellation);
}

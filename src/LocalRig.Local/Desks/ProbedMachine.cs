using LocalRig.Local.Probes;
using LocalRig.Questions;
using LocalRig.Rigs;

namespace LocalRig.Local.Desks;

/// <summary>This machine, found out by its probes.</summary>
/// <param name="last">Where what nvidia-smi said is kept for the day.</param>
public sealed class ProbedMachine(LastLook last) : IMachine
{
    // How long a tool of the system may take to answer. nvidia-smi needs a fraction of it while something keeps the driver loaded.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public Task<MachineReport> DetectAsync(TimeSpan? wait, CancellationToken cancellation) => ThisMachine.DetectAsync(new OwnTexts(), wait ?? Patience, last).WaitAsync(cancellation);
}

using LocalRig.Words;
using LocalRig.Contract;
using LocalRig.Local.Probes;
using LocalRig.Rigs;

namespace LocalRig.Cli.Lookup;

/// <summary>Finds rigs: spelled out in the request, in the catalogue, or this machine.</summary>
internal sealed class RigFinder : IRigFinder
{
    /// <summary>How long a tool of the system may take to answer; nvidia-smi needs a fraction of it, also on a cold start.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(2);

    private Task<Rig>? _thisMachine;

    /// <inheritdoc/>
    public Task<Rig> FindAsync(PlanRequest request, CancellationToken cancellation) =>
        request.Rig switch
        {
            DescribedRig described => Task.FromResult(described.Rig),
            NamedRig named => Task.FromResult(Named(named.Text)),
            _ => _thisMachine ??= ThisMachineAsync(),
        };

    private static Rig Named(string text)
    {
        if (RigWords.TryParse(text) is Rig rig)
        {
            return rig;
        }

        string hint = RigWords.WrongCount(text) is string count ? count
            : RigWords.Nearest(text) is string near ? $"Did you mean {near}?" : "Names are like rtx-3090, \"2x rtx-3090\", \"rtx-4070 + 64GB ddr5-6000\", gpu:24GB.";
        throw new RequestException(new Problem(ErrorCode.RigUnknown, $"There is no rig \"{text}\".", hint, "rig"));
    }

    private static async Task<Rig> ThisMachineAsync() => (await ThisMachine.DetectAsync(Patience).ConfigureAwait(false)).Rig;
}

using LocalRig.Contract;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Cli.Lookup;

/// <summary>Finds rigs: spelled out in the request, in the catalogue, or this machine.</summary>
internal sealed class RigFinder : IRigFinder
{
    private Task<Rig>? _thisMachine;

    /// <inheritdoc/>
    public Task<Rig> FindAsync(PlanRequest request, CancellationToken cancellation) =>
        request.Rig switch
        {
            DescribedRig described => Task.FromResult(described.Rig),
            NamedRig named => Task.FromResult(Named(named.Text)),
            _ => _thisMachine ??= Task.FromResult(ThisMachine()),
        };

    private static Rig Named(string text)
    {
        if (RigWords.TryParse(text) is Rig rig)
        {
            return rig;
        }

        string hint = RigWords.Nearest(text) is string near ? $"Did you mean {near}?" : "Names are like rtx-3090, \"2x rtx-3090\", \"rtx-4070 + 64GB ddr5-6000\", gpu:24GB.";
        throw new RequestException(new Problem(ErrorCode.RigUnknown, $"There is no rig \"{text}\".", hint, "rig"));
    }

    private static Rig ThisMachine() =>
        new()
        {
            Name = "this machine",
            Devices = [],
            Host = new Host { Memory = new ByteSize(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) },
        };
}

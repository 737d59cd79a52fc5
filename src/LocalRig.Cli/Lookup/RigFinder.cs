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

    private static Rig Named(string text) =>
        SizedRig.TryParse(text)
        ?? throw new RequestException(new Problem(ErrorCode.RigUnknown, $"There is no rig \"{text}\".", "Sizes work too: gpu:24GB + 64GB.", "rig"));

    private static Rig ThisMachine() =>
        new()
        {
            Name = "this machine",
            Devices = [],
            Host = new Host { Memory = new ByteSize(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) },
        };
}

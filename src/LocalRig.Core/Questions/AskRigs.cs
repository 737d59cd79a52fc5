using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Shapes;

namespace LocalRig.Questions;

/// <summary><c>rigs</c>: the devices that rigs are made of.</summary>
public static class AskRigs
{
    private static ObjectShape<KnownDevice> Device { get; } = new ObjectShape<KnownDevice>()
        .Text("id", "The name --rig takes.", d => d.Id)
        .Word("backend", "The backend that drives it best.", Backends.Word, BestBackend)
        .Bytes("memoryBytes", "Bytes of memory of its largest version, or the most a host takes.", d => d.Memory)
        .When(d => !d.IsHost, o => o.Flag("sharesHostMemory", "Whether its memory is the machine's; missing for a processor.", d => d.SharesHostMemory))
        .Number("bandwidthBytesPerSecond", "Peak memory bandwidth in bytes per second.", d => d.Bandwidth.BytesPerSecond);

    /// <summary>The question.</summary>
    public static Question<FilterRequest, ImmutableArray<KnownDevice>> Question { get; } = new()
    {
        Name = "rigs",
        Sentence = "The devices --rig knows by name, to be joined: \"2x rtx-3090 + 64GB ddr5-6000\".",
        Group = QuestionGroup.CheckClaims,
        Example = """{"filter":"rtx-40"}""",
        Reader = FilterRequest.Reader("only names that contain this: rtx-40, m3, cpu", "rtx-40"),
        Answer = static (request, _) => Task.FromResult(Named(request.Filter)),
        Shape = static () => new ObjectShape<ImmutableArray<KnownDevice>>().List("devices", "The devices, by id.", d => d, Device),
    };

    /// <summary>The backend that drives a device best.</summary>
    public static Backend BestBackend(KnownDevice device) => device.AsDevice("gpu0")?.Backend ?? Backend.Cpu;

    private static ImmutableArray<KnownDevice> Named(string wanted)
    {
        ImmutableArray<KnownDevice> devices = [.. DeviceCatalog.Default.All.Where(d => d.Id.Contains(wanted, StringComparison.OrdinalIgnoreCase))];
        return devices.IsEmpty ? throw new RequestException(new Problem(ErrorCode.RigUnknown, $"No device's name contains \"{wanted}\".", "`localrig rigs` lists all.", "filter")) : devices;
    }
}

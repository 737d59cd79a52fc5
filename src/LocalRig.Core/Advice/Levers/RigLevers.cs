using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Advice.Levers;

/// <summary>Changes to the machine: what else uses its cards, and one card more.</summary>
internal static class RigLevers
{
    public static IEnumerable<Lever> Of(MemoryPlan plan) => [.. OtherPrograms(plan.Rig), .. OneMore(plan.Rig)];

    /// <summary>What a probed card's other users hold: the desktop, a browser, another model. Described cards are planned empty already.</summary>
    private static IEnumerable<Lever> OtherPrograms(Rig rig)
    {
        ByteSize held = new(rig.Devices.Sum(d => EmptyCard.HeldByOthers(d).Bytes));
        return held > ByteSize.Zero
            ?
            [
                new Lever
                {
                    Id = "close-desktop",
                    Kind = LeverKind.OtherPrograms,
                    Change = $"close the desktop and what else uses the card: at most {held}, of which the driver keeps a part",
                    Apply = c => c with { Rig = c.Rig with { Devices = [.. c.Rig.Devices.Select(d => EmptyCard.HeldByOthers(d) > ByteSize.Zero ? EmptyCard.Of(d) : d)] } },
                },
            ]
            : [];
    }

    private static IEnumerable<Lever> OneMore(Rig rig) =>
        rig.Devices.LastOrDefault() is { SharesHostMemory: false } last
            ?
            [
                new Lever
                {
                    Id = "one-card-more",
                    Kind = LeverKind.Hardware,
                    Change = $"another {last.CatalogId ?? last.Model ?? "such card"}",
                    QualityLoss = Loss.None,
                    CapacityLoss = Loss.Purchase,
                    Apply = c => c.WithPlacement(p => p with { Fixed = p.Fixed with { TensorSplit = [] } }) with { Rig = WithOneMore(c.Rig, last) },
                },
            ]
            : [];

    private static Rig WithOneMore(Rig rig, Device like) =>
        rig with
        {
            Name = $"{rig.Name} + {like.CatalogId ?? like.Model ?? like.Name}",
            Devices = [.. rig.Devices, EmptyCard.Of(like) with { Name = $"gpu{rig.Devices.Length}" }],
        };
}

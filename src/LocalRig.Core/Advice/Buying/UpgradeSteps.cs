using System.Collections.Immutable;
using LocalRig.Prices;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Advice.Buying;

/// <summary>Every change to a rig that can be had by the price list, whether it gains anything or not.</summary>
/// <param name="shop">Catalogue, prices, engine, rigs.</param>
/// <param name="question">Money, day and workload.</param>
internal sealed class UpgradeSteps(Shop shop, BuyQuestion question)
{
    private const int MostCards = 2; // what a desktop's board and power supply take

    // Kits of main memory desktops are built with today, in GiB.
    private static readonly int[] Kits = [64, 128];

    /// <summary>The changes, without their gains.</summary>
    public IEnumerable<UpgradeStep> Of(Rig own)
    {
        bool cards = own.Devices.All(d => !d.SharesHostMemory);
        foreach ((string device, int? memory, ProductForm form) in shop.Prices.Offered.Append(Present(own)).Where(o => o.Device.Length > 0).Distinct())
        {
            string words = form == ProductForm.Card || memory is null ? device : $"{device}:{memory}";
            if (shop.Rigs(words)?.Devices is not [Device found])
            {
                continue;
            }

            if (form != ProductForm.Card)
            {
                yield return Step($"a new machine: {words}", StepKind.NewMachine, shop.Rigs(words)! with { Name = words }, [found]);
            }
            else if (cards)
            {
                foreach (UpgradeStep step in Cards(own, found))
                {
                    yield return step;
                }
            }
        }

        foreach (int kit in Kits.Where(k => cards && ByteSize.FromGibibytes(k) > own.Host.Memory))
        {
            yield return Memory(own, kit);
        }
    }

    private IEnumerable<UpgradeStep> Cards(Rig own, Device card)
    {
        if (own.Devices.Length is > 0 and < MostCards && own.Devices[0].Backend == card.Backend)
        {
            bool second = own.Devices[0].CatalogId == card.CatalogId;
            ImmutableArray<Device> both = [.. own.Devices, card with { Name = $"gpu{own.Devices.Length}" }];
            yield return Step(second ? $"a second {card.CatalogId}" : $"{card.CatalogId} beside it", StepKind.AddCard, own with { Name = Names(both), Devices = both }, [card]);
        }

        for (int count = 1; count <= MostCards; count++)
        {
            ImmutableArray<Device> only = [.. Enumerable.Range(0, count).Select(i => card with { Name = $"gpu{i}" })];
            if (own.Devices.IsEmpty || own.Devices[0].CatalogId != card.CatalogId)
            {
                yield return Step($"{(count > 1 ? $"{count}x " : "")}{card.CatalogId}{(own.Devices.IsEmpty ? "" : " instead")}", StepKind.ReplaceCards, own with { Name = Names(only), Devices = only }, only);
            }
        }
    }

    private UpgradeStep Step(string name, StepKind kind, Rig rig, ImmutableArray<Device> bought)
    {
        HardwareCost cost = HardwareCost.Of(rig with { Devices = bought }, shop.Prices, question.Today, question.Exchange, question.Rule);
        return new UpgradeStep
        {
            Name = name,
            Kind = kind,
            Rig = rig,
            Cost = cost with { NotIncluded = kind == StepKind.NewMachine ? "" : "the power supply and the slots it takes" },
            PowerSupplyWatts = Cautions.PowerSupply(rig),
            Link = question.Search.For(cost.SearchWords),
        };
    }

    private UpgradeStep Memory(Rig own, int gibibytes)
    {
        DevicePrices prices = shop.Prices.OfMainMemory(gibibytes, question.Today, question.Rule);
        string name = $"{gibibytes} GB of main memory";
        return new UpgradeStep
        {
            Name = name,
            Kind = StepKind.MoreMemory,
            Rig = own with { Name = $"{own.Name.Split(" + ")[0]} + {gibibytes}GiB", Host = own.Host with { Memory = ByteSize.FromGibibytes(gibibytes), Usable = null } },
            Cost = new HardwareCost([new HardwarePart(name, 1, prices, prices.Best(question.Exchange))], "whether your board takes this kit; the price is of DDR5"),
            Link = question.Search.For($"DDR5 {gibibytes}GB kit"),
        };
    }

    /// <summary>The present card, which may be doubled even where nobody offers it.</summary>
    private static (string Device, int? MemoryGiB, ProductForm Form) Present(Rig own) =>
        own.Devices is [{ CatalogId: string id, SharesHostMemory: false }, ..] ? (id, null, ProductForm.Card) : ("", null, ProductForm.Card);

    private static string Names(ImmutableArray<Device> devices) =>
        string.Join(" + ", devices.GroupBy(d => d.CatalogId).Select(g => $"{(g.Count() > 1 ? $"{g.Count()}x " : "")}{g.Key}"));
}

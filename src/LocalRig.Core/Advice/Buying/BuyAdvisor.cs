using System.Collections.Concurrent;
using System.Collections.Immutable;
using LocalRig.Devices;
using LocalRig.Forecasting;
using LocalRig.Prices;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Advice.Buying;

/// <summary>Says what a sum of money buys.</summary>
/// <param name="shop">Catalogue, prices, engine, rigs.</param>
public sealed class BuyAdvisor(Shop shop)
{
    private const int MostCards = 2; // what a desktop's board and power supply take; more is a workstation
    private const int ModelsShown = 3;
    private const double SmallestWorthGiB = 8;

    /// <summary>The answer.</summary>
    public BuyAnswer Answer(BuyQuestion question)
    {
        List<(Rig Rig, HardwareCost Cost)> priced = [.. Candidates(question).Select(rig => (rig, Cost(rig, question))).Where(c => c.Item2.Total is not null)];
        Usable usable = new(shop.Models, shop.Engine, question.Question, shop.Rankings, question.Job);
        ConcurrentBag<BuyOffer> offers = [];
        Parallel.ForEach(priced.Where(c => Affordable(c.Cost, question)), c => offers.Add(Offer(c.Rig, c.Cost, question, usable)));
        (Rig Rig, HardwareCost Cost)? beyond = priced.Where(c => !Affordable(c.Cost, question)).OrderBy(c => c.Cost.Total!.Value.Low).Select(c => ((Rig, HardwareCost)?)c).FirstOrDefault();
        return new BuyAnswer
        {
            Budget = question.Budget ?? 0,
            Exchange = question.Exchange,
            Yardstick = question.Yardstick,
            Offers = [.. offers.OrderByDescending(o => o.Models.IsEmpty ? double.MinValue : o.Models[0].Strength).ThenBy(o => o.Price.Low).ThenBy(o => o.Rig.Name, StringComparer.Ordinal)],
            Beyond = beyond is { } more ? (Name(more.Rig), more.Cost.Total!.Value) : null,
            Unpriced = Unpriced(question),
            OtherCurrencies = [.. shop.Prices.Offered.Select(o => o.Device).Distinct().Where(d => shop.Prices.Of(d, question.Today).Best(question.Exchange) is null)],
            AssumedHostGiB = question.HostGiB,
            Job = question.Job,
            Context = question.Question.Workload.Context,
            Search = question.Search,
        };
    }

    /// <summary>One rig as an offer.</summary>
    private BuyOffer Offer(Rig rig, HardwareCost cost, BuyQuestion question, Usable usable)
    {
        ImmutableArray<SurveyLine> models = usable.On(rig, ModelsShown);
        PowerDraw? power = PowerDraw.Of(rig, shop.Prices);
        PriceRange price = cost.Total!.Value;
        return new BuyOffer
        {
            Rig = rig with { Name = Name(rig) },
            Cost = cost,
            Price = price,
            Surely = question.Budget is not decimal budget || price.High <= budget,
            Models = models,
            Yield = question.Yardstick.On(rig, shop.Engine, question.Question, price, power),
            Power = power,
            Cautions = Cautions.Of(rig, cost, usable.Next(rig, models.IsEmpty ? double.MinValue : models[0].Strength)),
            PowerSupplyWatts = Cautions.PowerSupply(rig),
            Link = question.Search.For(cost.SearchWords),
        };
    }

    /// <summary>What a rig costs.</summary>
    private HardwareCost Cost(Rig rig, BuyQuestion question) => HardwareCost.Of(rig, shop.Prices, question.Today, question.Exchange, question.Rule);

    /// <summary>Every rig somebody claims a price of: each card once and twice, each box once.</summary>
    private IEnumerable<Rig> Candidates(BuyQuestion question)
    {
        foreach ((string device, int? memory, ProductForm form) in shop.Prices.Offered)
        {
            int most = form == ProductForm.Card ? MostCards : 1;
            for (int count = 1; count <= most; count++)
            {
                if (shop.Rigs(Text(device, memory, form, count, question)) is Rig rig)
                {
                    yield return rig;
                }
            }
        }
    }

    /// <summary>A rig's name without the assumed PC around it.</summary>
    private static string Name(Rig rig) => rig.Name.Split(" + ")[0];

    private static string Text(string device, int? memory, ProductForm form, int count, BuyQuestion question)
    {
        string version = memory is int gibibytes && form != ProductForm.Card ? $":{gibibytes}" : "";
        string host = form == ProductForm.Card ? $" + {question.HostGiB:0.#}GiB" : "";
        return $"{(count > 1 ? $"{count}x " : "")}{device}{version}{host}";
    }

    private static bool Affordable(HardwareCost cost, BuyQuestion question) => question.Budget is not decimal budget || cost.Total!.Value.Low <= budget;

    private ImmutableArray<DatedClaim> Unpriced(BuyQuestion question) =>
        [
            .. DeviceCatalog.Default.All
                .Where(card => card.Kind == DeviceKind.Discrete && card.Memory >= ByteSize.FromGibibytes(SmallestWorthGiB))
                .Select(card => shop.Prices.Of(card.Id, question.Today))
                .Where(p => p.Unknown && p.Launch is DatedClaim first && question.Exchange.Convert(first.Claim.Range) is PriceRange price && (question.Budget is not decimal budget || price.Low <= budget))
                .Select(p => p.Launch!)
                .OrderByDescending(c => DeviceCatalog.Default.Find(c.Claim.Device)!.Memory).ThenBy(c => c.Claim.Device, StringComparer.Ordinal),
        ];
}

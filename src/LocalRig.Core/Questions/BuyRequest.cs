using System.Collections.Immutable;
using LocalRig.Advice;
using LocalRig.Advice.Buying;
using LocalRig.Advice.Jobs;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Prices;
using LocalRig.Units;
using LocalRig.Words;
using LocalRig.Workloads;

namespace LocalRig.Questions;

/// <summary>What is asked where money is to be spent.</summary>
public sealed record BuyRequest
{
    private const double MostHostGiB = 65536; // more than any single machine

    /// <summary>The machine there is already; for upgrades.</summary>
    public RigRequest From { get; init; } = new ThisMachineRig();

    /// <summary>The most to spend; null for no limit.</summary>
    public GivenMoney? Budget { get; init; }

    /// <summary>What models are for.</summary>
    public Job Job { get; init; } = Job.General;

    /// <summary>Tokens of context; null for the job's.</summary>
    public int? Context { get; init; }

    /// <summary>Main memory of the PC around cards, in GiB.</summary>
    public double HostGiB { get; init; } = BuyQuestion.DefaultHostGiB;

    /// <summary>The model speeds are compared by; null for the usual one.</summary>
    public string? Yardstick { get; init; }

    /// <summary>Where to look offers up.</summary>
    public SearchLink Search { get; init; } = SearchLink.Default;

    /// <summary>How prices are reckoned.</summary>
    public MoneyRequest Money { get; init; } = new();

    /// <summary>The fields that buying and upgrading share.</summary>
    internal static IEnumerable<Field<BuyRequest>> Fields() =>
    [
        GivenMoney.Field<BuyRequest>("budget", "the most to spend: 1500, $1500, 1500EUR", "--budget", "1500", (r, m) => r with { Budget = m }),
        JobField.Of<BuyRequest>((r, job) => r with { Job = job }),
        new()
        {
            Name = "ctx", Help = "tokens of context (the job's, or 8k)", Kind = FieldKind.Whole(1, PlanFields.MostTokens), Options = FieldOption.Value("N", "--ctx-size", "-c"),
            Default = $"{new Workload().Context}", Example = "32k", Apply = (r, v) => r with { Context = Tokens(v) },
        },
        new()
        {
            Name = "ram", Help = "main memory of the PC around cards (default 32GiB)", Kind = FieldKind.Bytes, Options = FieldOption.Value("SIZE", "--ram"), Default = "32GiB", Example = "64GB",
            Apply = (r, v) => r with { HostGiB = Memory(v) },
        },
        new()
        {
            Name = "byModel", Help = $"the model speeds per money and watt are compared by (default {Advice.Buying.Yardstick.DefaultModel})", Options = FieldOption.Value("MODEL", "--by-model"),
            Default = Advice.Buying.Yardstick.DefaultModel, Example = "Qwen3.5-4B", Apply = (r, v) => r with { Yardstick = v.Text("a model") },
        },
        new()
        {
            Name = "searchLink", Help = "where to look offers up: an address with {query} in it (or set LOCALRIG_SEARCH_LINK)", Options = FieldOption.Value("URL", "--search-link"),
            Example = "https://www.kleinanzeigen.de/s-{query}/k0", Apply = (r, v) => r with { Search = Link(v) },
        },
        .. MoneyRequest.Fields<BuyRequest>(r => r.Money, (r, m) => r with { Money = m }),
    ];

    /// <summary>The question for an advisor.</summary>
    /// <exception cref="RequestException">Amounts or the model compared by are wrong: all of it listed.</exception>
    internal BuyQuestion Question(Inquiry inquiry)
    {
        List<Problem> problems = [];
        DateOnly today = inquiry.Desk.Today;
        Currency? spoken = Budget is (string text, _) && FriendlyMoney.TryMoney(text, out _, out Currency? written) ? written : null;
        Exchange exchange = Money.Exchange(today, spoken);
        BuyQuestion question = new()
        {
            Budget = (decimal?)MoneyRequest.Amount(Budget, exchange, problems),
            Exchange = exchange,
            Today = today,
            Rule = Money.Rule,
            Question = new PlanQuestion { Workload = new Workload { Context = Context ?? Job.Context } },
            Job = Job,
            Yardstick = Yard(inquiry.Catalog, problems),
            HostGiB = HostGiB,
            Search = Search,
        };
        return problems.Count == 0 ? question : throw new RequestException([.. problems]);
    }

    /// <summary>What advisors work with.</summary>
    internal async Task<Shop> ShopAsync(Inquiry inquiry) =>
        new(inquiry.Catalog.Offered, await inquiry.PricesAsync(Money).ConfigureAwait(false), inquiry.Engine(null).Remembering(), RigWords.TryParse) { Rankings = inquiry.Desk.Rankings };

    private static int Tokens(FieldReader value)
    {
        if (FriendlyNumber.TryTokens(value.Raw ?? "", out long tokens) && tokens is > 0 and <= PlanFields.MostTokens)
        {
            return (int)tokens;
        }

        value.Refuse($"{value.Where} {value.Raw} is no number of tokens.", $"Write a whole number from 1 to {PlanFields.MostTokens:#,0}, such as 8192 or 128k.");
        return new Workload().Context;
    }

    private static double Memory(FieldReader value)
    {
        if (FriendlyNumber.TryBytes(value.Raw ?? "", out ByteSize size) && size.Gibibytes is >= 1 and <= MostHostGiB)
        {
            return size.Bytes % ByteSize.BytesPerGigabyte == 0 ? size.Gigabytes : size.Gibibytes; // 64GB on a kit's box means 64 GiB
        }

        value.Refuse($"{value.Where} {value.Raw} is no size of main memory.", "Write 32GB or 64GiB.");
        return BuyQuestion.DefaultHostGiB;
    }

    private static SearchLink Link(FieldReader value)
    {
        if (SearchLink.TryParse(value.Raw ?? "") is SearchLink link)
        {
            return link;
        }

        value.Refuse($"{value.Where} \"{value.Raw}\" is no address to search with.", "Write one such as https://www.kleinanzeigen.de/s-{query}/k0.");
        return SearchLink.Default;
    }

    private Yardstick Yard(ModelCatalog catalog, List<Problem> problems)
    {
        if (Yardstick is null)
        {
            return new Yardstick(catalog.Get(Advice.Buying.Yardstick.DefaultModel), Advice.Buying.Yardstick.DefaultQuant);
        }

        if (catalog.Find(Yardstick) is CatalogModel { Architecture: not null } known)
        {
            return new Yardstick(known, known.NativeExperts is null ? Advice.Buying.Yardstick.DefaultQuant : Survey.NativeExpertsRecipe);
        }

        ImmutableArray<string> near = catalog.Suggest(Yardstick);
        problems.Add(new Problem(ErrorCode.ModelNotFound, $"The catalogue has no model \"{Yardstick}\" to compare by.", near.IsEmpty ? "`localrig models` lists all." : $"Did you mean {string.Join(" or ", near)}?", "--by-model"));
        return new Yardstick(catalog.Get(Advice.Buying.Yardstick.DefaultModel), Advice.Buying.Yardstick.DefaultQuant);
    }
}

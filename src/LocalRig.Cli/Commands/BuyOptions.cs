using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using LocalRig.Words;
using LocalRig.Advice.Buying;
using LocalRig.Catalog;
using LocalRig.Cli.Lookup;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Prices;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Cli.Commands;

/// <summary>What <c>localrig buy</c> and <c>localrig upgrade</c> can be told.</summary>
internal sealed class BuyOptions
{
    /// <summary>The environment variable that sets where to look offers up for good.</summary>
    public const string SearchVariable = "LOCALRIG_SEARCH_LINK";

    private const int MostContext = 1 << 30; // as for plans: more than any published context
    private readonly Option<string?> _budget = new("--budget") { Description = "the most to spend: 1500, $1500, 1500EUR", HelpName = "MONEY" };
    private readonly Option<string?> _context = new("--ctx-size", "-c") { Description = $"tokens of context (default {new Workload().Context})", HelpName = "N" };
    private readonly Option<string?> _memory = new("--ram") { Description = "main memory of the PC around cards (default 32GiB)", HelpName = "SIZE" };
    private readonly Option<string?> _model = new("--by-model") { Description = $"the model speeds per money and watt are compared by (default {Yardstick.DefaultModel})", HelpName = "MODEL" };
    private readonly Option<string?> _search = new("--search-link") { Description = $"where to look offers up: an address with {{query}} in it (or set {SearchVariable})", HelpName = "URL" };
    private readonly MoneyOptions _money;

    public BuyOptions(Command command)
    {
        command.Add(_budget);
        command.Add(_context);
        command.Add(_memory);
        command.Add(_model);
        command.Add(_search);
        _money = new MoneyOptions(command);
    }

    /// <summary>Reads them all.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="today">The day ages are judged by.</param>
    /// <param name="budgetNeeded">Whether a budget must be given.</param>
    /// <exception cref="RequestException">Some are wrong: all of them listed.</exception>
    public BuyQuestion Read(ParseResult parsed, DateOnly today, bool budgetNeeded)
    {
        List<Problem> problems = [];
        string? budget = parsed.GetValue(_budget);
        Currency? spoken = budget is not null && FriendlyMoney.TryMoney(budget, out _, out Currency? written) ? written : null;
        Exchange exchange = _money.Exchange(parsed, today, problems, spoken);
        if (budget is null && budgetNeeded)
        {
            problems.Add(new Problem(ErrorCode.Usage, "How much may it cost?", "Give --budget 1500.", "--budget"));
        }

        double? amount = MoneyOptions.Amount(budget, "--budget", exchange, problems);
        BuyQuestion question = new()
        {
            Budget = (decimal?)amount,
            Exchange = exchange,
            Today = today,
            Rule = _money.Rule(parsed, problems),
            Question = new PlanQuestion { Workload = new Workload { Context = Context(parsed.GetValue(_context), problems) } },
            Yardstick = Yard(parsed.GetValue(_model), problems),
            HostGiB = Memory(parsed.GetValue(_memory), problems),
            Search = Search(parsed.GetValue(_search), problems),
        };
        return problems.Count == 0 ? question : throw new RequestException([.. problems]);
    }

    /// <summary>What advisors work with.</summary>
    public static Shop Shop(Surroundings surroundings) =>
        new([.. surroundings.Models.Listed], PriceList.Default, surroundings.Engines.Find(null).Remembering(), RigWords.TryParse);

    private static int Context(string? text, List<Problem> problems)
    {
        if (text is null)
        {
            return new Workload().Context;
        }

        if (FriendlyNumber.TryTokens(text, out long tokens) && tokens is > 0 and <= MostContext)
        {
            return (int)tokens;
        }

        problems.Add(new Problem(ErrorCode.Usage, $"--ctx-size {text} is no number of tokens.", $"Write a whole number from 1 to {MostContext:#,0}, such as 8192 or 128k.", "--ctx-size"));
        return new Workload().Context;
    }

    private static double Memory(string? text, List<Problem> problems)
    {
        const double Most = 65536; // GiB: more than any single machine
        if (text is null)
        {
            return BuyQuestion.DefaultHostGiB;
        }

        if (FriendlyNumber.TryBytes(text, out ByteSize size) && size.Gibibytes is >= 1 and <= Most)
        {
            return size.Bytes % ByteSize.BytesPerGigabyte == 0 ? size.Gigabytes : size.Gibibytes; // 64GB on a kit's box means 64 GiB
        }

        problems.Add(new Problem(ErrorCode.Usage, $"--ram {text} is no size of main memory.", "Write 32GB or 64GiB.", "--ram"));
        return BuyQuestion.DefaultHostGiB;
    }

    private static Yardstick Yard(string? name, List<Problem> problems)
    {
        CatalogModel basis = ModelCatalog.Default.Get(Yardstick.DefaultModel);
        if (name is not null)
        {
            if (ModelCatalog.Default.Find(name) is CatalogModel { Architecture: not null } known)
            {
                return new Yardstick(known, known.NativeExperts is null ? Yardstick.DefaultQuant : Advice.Survey.NativeExpertsRecipe);
            }

            ImmutableArray<string> near = ModelCatalog.Default.Suggest(name);
            problems.Add(new Problem(ErrorCode.ModelNotFound, $"The catalogue has no model \"{name}\" to compare by.", near.IsEmpty ? "`localrig models` lists all." : $"Did you mean {string.Join(" or ", near)}?", "--by-model"));
        }

        return new Yardstick(basis, Yardstick.DefaultQuant);
    }

    private static SearchLink Search(string? given, List<Problem> problems)
    {
        string? template = given ?? Environment.GetEnvironmentVariable(SearchVariable);
        if (string.IsNullOrEmpty(template))
        {
            return SearchLink.Default;
        }

        if (SearchLink.TryParse(template) is SearchLink link)
        {
            return link;
        }

        string where = given is null ? SearchVariable : "--search-link";
        problems.Add(new Problem(ErrorCode.Usage, $"{where} \"{template}\" is no address to search with.", "Write one such as https://www.kleinanzeigen.de/s-{query}/k0.", where));
        return SearchLink.Default;
    }
}

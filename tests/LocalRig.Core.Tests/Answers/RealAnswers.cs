using LocalRig.Advice;
using LocalRig.Advice.Buying;
using LocalRig.Advice.Cloud;
using LocalRig.Advice.Clusters;
using LocalRig.Advice.Comparing;
using LocalRig.Advice.Levers;
using LocalRig.Advice.Matching;
using LocalRig.Advice.Needs;
using LocalRig.Advice.Quants;
using LocalRig.Advice.Ranking;
using LocalRig.Advice.Starting;
using LocalRig.Answers;
using LocalRig.Audit;
using LocalRig.Audit.Reading;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Evidence;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Prices;
using LocalRig.Rigs;
using LocalRig.Runtimes;
using LocalRig.Serving;
using LocalRig.Shapes;
using LocalRig.Words;
using LocalRig.Workloads;
using Usable = LocalRig.Advice.Matching.Usable;

namespace LocalRig.Core.Tests.Answers;

/// <summary>An answer as it is written, with the schema it must fit.</summary>
/// <param name="Name">What it answers.</param>
/// <param name="Schema">The schema of every such answer.</param>
/// <param name="Json">This one.</param>
internal sealed record WrittenAnswer(string Name, string Schema, string Json)
{
    public static WrittenAnswer Of<T>(string name, Shape<T> shape, T value) => new(name, shape.Schema(name), shape.Text(value));
}

/// <summary>One or more answers of every kind, made by the core's own advisors.</summary>
internal static class RealAnswers
{
    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly LlamaCppEngine Engine = new();
    private static readonly Rig Card = RigOf("rtx-3090 + 64GB");
    private static readonly CatalogModel[] Few = [Listed("Qwen3.5-9B"), Listed("Qwen3.5-27B"), Listed("Qwen3.5-35B-A3B")];

    public static IEnumerable<WrittenAnswer> All() =>
        [.. Plans(), .. Models(), .. Rigs(), .. Surveys(), .. Purchases(), .. Clouds(), .. Clusters(), .. Published()];

    private static IEnumerable<WrittenAnswer> Plans()
    {
        MemoryPlan plan = Plan("Qwen3.5-9B", Card);
        yield return WrittenAnswer.Of("plan", PlanJson.Shape, plan);
        yield return WrittenAnswer.Of("plan", PlanJson.Shape, Plan("Qwen3.5-27B", RigOf("none + 16GB")));
        yield return WrittenAnswer.Of("plan", PlanJson.Shape, Plan("Qwen3.5-9B", RigOf("gpu:24GB")));
        yield return WrittenAnswer.Of("plan", PlanJson.Shape, plan with { Exactness = Exactness.Bounded, ExactnessReason = "The file isn't here.", Forecast = null });
        yield return WrittenAnswer.Of("curve", CurveJson.Shape, new Curve([plan, Plan("Qwen3.5-9B", Card, 65536)], [plan]));
        yield return WrittenAnswer.Of("commands", CommandsJson.Shape, new CommandsAnswer(plan, RuntimeCommands.Of(plan)));
        yield return WrittenAnswer.Of("compare", ComparisonJson.Shape, Comparison.Of(Side("Qwen3.5-9B"), Side("Qwen3.5-27B")));
        yield return WrittenAnswer.Of("levers", LeversJson.Shape, Board("Qwen3.5-27B", Card, 131072));
        yield return WrittenAnswer.Of("levers", LeversJson.Shape, Board("Qwen3.5-9B", Card, 8192));
    }

    private static IEnumerable<WrittenAnswer> Models()
    {
        Model model = Listed("Qwen3.5-9B").ToModel("Q4_K_M");
        yield return WrittenAnswer.Of("models", ModelsJson.Shape, Few);
        yield return WrittenAnswer.Of("inspect", InspectionJson.Shape, new Inspection(model, EveryTensor: false));
        yield return WrittenAnswer.Of("inspect", InspectionJson.Shape, new Inspection(model, EveryTensor: true));
        yield return WrittenAnswer.Of("quants", QuantsJson.Shape, new QuantsAnswer(Few[0], Card, new QuantAdvisor(Engine, QualityLedger.Default).Of(Few[0], Card, new PlanQuestion(), all: false)));
        NeedsAdvisor needs = new(Engine, new PlanQuestion(), null);
        yield return WrittenAnswer.Of("needs", NeedsJson.Shape, needs.Answer([model], null, [[Card]], Cost));
        yield return WrittenAnswer.Of("needs", NeedsJson.Shape, needs.Answer([model], 30, [[Card], [RigOf("gpu:24GB")]], Cost));
    }

    private static IEnumerable<WrittenAnswer> Rigs()
    {
        yield return WrittenAnswer.Of("rig", RigJson.Shape, Card);
        yield return WrittenAnswer.Of("doctor", MachineJson.Shape, new MachineReport(Card, [new LocalRig.Rigs.Finding("main memory", "64 GiB", "/proc/meminfo")]));
        yield return WrittenAnswer.Of("problem", ProblemJson.Shape, new Problem(ErrorCode.ModelNotFound, "There is no \"x\".", "Try y.", "x"));
    }

    private static IEnumerable<WrittenAnswer> Surveys()
    {
        HardwareMatch match = HardwareMatch.Of("", Card, Survey.Of(Few, Card, Engine, new PlanQuestion(), caches: true), Usable.Default);
        HardwareMatch nothing = HardwareMatch.Of("", RigOf("none + 1GB"), [], Usable.Default);
        yield return WrittenAnswer.Of("survey", SurveyJson.Shape, new SurveyAnswer(match, new(() => [])));
        yield return WrittenAnswer.Of("match", MatchJson.Shape, new MatchAnswer([match, nothing]));
        StartQuestion question = new(Purpose.Coding, Priority.Quality);
        yield return WrittenAnswer.Of("start", StartJson.Shape, Starter.Of(Few, Card, Engine, question));
        yield return WrittenAnswer.Of("start", StartJson.Shape, Starter.Of([], Card, Engine, question));
    }

    private static IEnumerable<WrittenAnswer> Purchases()
    {
        PriceList prices = PriceList.Default with { Hardware = [.. PriceList.Default.Hardware.Where(c => c.Device is "rtx-3060-12-gb" or "rtx-3090" or "strix-halo-395")] };
        Shop shop = new([.. Few], prices, Engine, RigWords.TryParse);
        BuyQuestion question = new() { Budget = 1500, Exchange = Exchange.None(Currency.Dollar), Today = Today, Yardstick = new Yardstick(Few[0], "Q4_K_M") };
        yield return WrittenAnswer.Of("buy", BuyJson.Shape, new BuyAdvisor(shop).Answer(question));
        yield return WrittenAnswer.Of("upgrade", UpgradeJson.Shape, new UpgradeAdvisor(shop).Answer(RigOf("rtx-3060-12-gb + 32GB"), question));
    }

    private static IEnumerable<WrittenAnswer> Clouds()
    {
        CloudAdvisor advisor = new(PriceList.Default);
        MemoryPlan plan = Plan("Qwen3.5-27B", Card);
        yield return WrittenAnswer.Of("cloud", CloudJson.Shape, new RigAndCloud(advisor.Answer(new CloudQuestion { Plan = plan, Today = Today })));
        yield return WrittenAnswer.Of("cloud", CloudJson.Shape, new RigAndCloud(advisor.Answer(new CloudQuestion { Plan = plan, Today = Today, Owned = true })));
        yield return WrittenAnswer.Of("cloud", CloudJson.Shape, new CloudAlone(advisor.WithoutRig(new CloudQuestion { Plan = plan, Today = Today })));
    }

    private static IEnumerable<WrittenAnswer> Clusters()
    {
        Model model = Listed("Qwen3-32B").ToModel("BF16");
        yield return WrittenAnswer.Of("serve", ServeJson.Shape, new Served(ServingPlanner.Plan(model, new Cluster("one", [RigOf("2x rtx-3090 + 64GB")], null), new() { Format = WeightFormat.Fp8 })));
        yield return WrittenAnswer.Of("serve", ServeJson.Shape, new Served(ServingPlanner.Plan(model, new Cluster("two", [Card, Card], Link.Find("10gbe")), new() { Format = WeightFormat.Fp8 })));
        yield return WrittenAnswer.Of("serve", ServeJson.Shape, OverRpc(Link.Find("10gbe")));
        yield return WrittenAnswer.Of("serve", ServeJson.Shape, OverRpc(null));
    }

    private static IEnumerable<WrittenAnswer> Published()
    {
        RankAdvisor ranks = new(RankingLedger.Default, ModelCatalog.Default.Find);
        foreach (string model in RankingLedger.Default.Models)
        {
            yield return WrittenAnswer.Of("rank", RankJson.Shape, ranks.Of(model)!);
        }

        AuditKnowledge knowledge = new(ModelCatalog.Default, Engine, PriceList.Default, Today, RigWords.TryParse);
        Guide guide = MarkdownGuide.Read("| GPU | VRAM | max model |\n|:--|--:|---|\n| **RTX 3060 12GB** | 12GB | 14B Q4_K_M |\n\nThe RTX 4070 has 24 GB of memory. It takes 7 of them.");
        yield return WrittenAnswer.Of("audit", AuditJson.Shape, new Auditor(knowledge).Check(guide, "guide.md"));
    }

    private static ServedOverRpc OverRpc(Link? link)
    {
        Cluster cluster = new("two", [Card, Card], link);
        return new ServedOverRpc(RpcPlan.Of(Plan("Qwen3-32B", RpcPlan.Joined(cluster)), cluster));
    }

    private static LeverBoard Board(string model, Rig rig, int context) =>
        LeverBoard.Of(new Configuration(Engine, Listed(model).ToModel("Q4_K_M"), Ask(context), rig), QuantLadder.Of(Listed(model)));

    private static ComparedSide Side(string model) => new(Plan(model, Card), Cost(Card));

    private static HardwareCost Cost(Rig rig) => HardwareCost.Of(rig, PriceList.Default, Today, Exchange.None(Currency.Dollar));

    private static MemoryPlan Plan(string model, Rig rig, int context = 8192)
    {
        MemoryPlan plan = new Planner(Engine).Plan(Listed(model).ToModel("Q4_K_M"), Ask(context), rig);
        return plan with { Forecast = Forecaster.Default.TryOf(plan) };
    }

    private static PlanQuestion Ask(int context) => new() { Workload = new Workload { Context = context } };

    private static CatalogModel Listed(string name) => ModelCatalog.Default.Get(name);

    private static Rig RigOf(string words) => RigWords.TryParse(words) ?? throw new ArgumentException(words);
}

using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Catalog;
using LocalRig.Devices;
using LocalRig.Models;
using LocalRig.Questions;
using LocalRig.Rigs;
using LocalRig.Serving;
using LocalRig.Units;

namespace LocalRig.Core.Tests.Serving;

/// <summary>One row of tests/data/serving/logs-2026.csv: what an engine printed when it started, and what it was told.</summary>
internal sealed record StartUpLog(ImmutableDictionary<string, string> Cells)
{
    private static readonly Version GraphsOffThePool = new(0, 21);
    private static readonly Version TodaysActivations = new(0, 17);
    private static readonly Version TodaysShare = new(0, 20);

    /// <summary>What the engine takes where nothing is said: 0.92 in today's vLLM, 0.9 before.</summary>
    private const double Before = 0.9;
    private const double Today = 0.92;

    public static ImmutableArray<StartUpLog> All { get; } = Read();

    public string Name => $"{this["engine"]} {this["version"]} {this["checkpoint"]} {this["tensor"]}x {this["device"]} {this["utilization"]}";
    public bool HeldBack => this["held"] == "yes";
    public double? Loaded => Number("loaded_gib");
    public double? Pool => Number("pool_gib");
    public long? Tokens => (long?)Number("tokens");
    public long? Blocks => (long?)Number("blocks");

    /// <summary>Whether the source says which checkpoint it was; without that there is nothing to plan.</summary>
    public bool IsPlanned => this["checkpoint"] != "unsaid";

    /// <summary>The pool as it was printed, with its bounds: blocks where vLLM named them, tokens, else GiB. Null where the plan claims none: SGLang's
    /// pools of windows and states, a share that wasn't said, activations of before 0.17.</summary>
    public (string What, double Low, double Likely, double High, double Printed)? PoolOf(ServingPlan plan)
    {
        bool sglang = this["engine"] == "sglang";
        if (!PlansAsToday || (sglang && (Number("utilization") is null || plan.Notes.Any(n => n.Contains("ratios of its own", StringComparison.Ordinal)))))
        {
            return null;
        }

        SizeRange pool = plan.Ranks[0].Pool;
        return Blocks is long blocks ? ("blocks", plan.Blocks.Low, plan.Blocks.Likely, plan.Blocks.High, blocks)
            : Tokens is long tokens && PrintsSequencesTimesContext ? ("tokens", plan.PoolTokens.Low, plan.PoolTokens.Likely, plan.PoolTokens.High, tokens)
            : Pool is double gib ? ("GiB", pool.Low.Gibibytes, pool.Likely.Gibibytes, pool.High.Gibibytes, gib)
            : null;
    }

    /// <summary>Whether the version divides its memory as the plan does: before 0.17 it measured other activations.</summary>
    public bool PlansAsToday => Release is null || Release >= TodaysActivations;

    /// <summary>Whether tokens are printed as sequences at once times context; before, blocks shared among groups.</summary>
    public bool PrintsSequencesTimesContext => Release is null || Release >= GraphsOffThePool;

    public string this[string title] => Cells[title];

    private Version? Release => this["version"].Split("rc")[0] is { Length: > 0 } text && Version.TryParse(text, out Version? version) && version >= new Version(0, 2) ? version : null;

    public Model Model => ModelCatalog.Default.Get(this["model"]).ToModel("BF16");

    public WeightFormat? Format => this["format"] is "mxfp4" or "" ? null : WeightFormat.Find(this["format"]);

    /// <summary>The plan, or why there is none.</summary>
    public string? TryPlan(out ServingPlan? plan)
    {
        try
        {
            plan = Plan();
            return null;
        }
        catch (ServingException refused)
        {
            plan = null;
            return refused.Message;
        }
    }

    private ServingPlan Plan()
    {
        Device[] devices = [.. Enumerable.Range(0, int.Parse(this["tensor"], CultureInfo.InvariantCulture)).Select(i => DeviceCatalog.Default.Device(this["device"], $"gpu{i}")!)];
        Rig rig = new() { Name = Name, Devices = [.. devices], Host = new() { Memory = ByteSize.FromGibibytes(64) } };
        CatalogModel model = ModelCatalog.Default.Get(this["model"]);
        string flags = this["flags"];
        return ServingPlanner.Plan(Model, new Cluster(Name, [rig], null), new()
        {
            Runtime = this["engine"] == "sglang" ? ServingRuntime.Sglang : ServingRuntime.Vllm,
            Format = Format,
            Tensor = devices.Length,
            Pipeline = 1,
            Context = Math.Min((int?)Number("context") ?? 8192, Model.Architecture?.ContextLength ?? int.MaxValue),
            Utilization = Number("utilization") ?? (Release < TodaysShare ? Before : Today),
            Sequences = (int?)Number("sequences"),
            BatchedTokens = (int?)Number("batched"),
            CacheInFp8 = this["cache"] == "fp8",
            DraftTokens = (int?)Number("draft") ?? 0,
            PrefixCaching = !flags.Contains("no-prefix-caching", StringComparison.Ordinal),
            GraphsOffThePool = PrintsSequencesTimesContext,
            LanguageModelOnly = flags.Contains("language-model-only", StringComparison.Ordinal),
            VisionParameters = AskServe.Vision(model),
            Checkpoint = Checkpoint.Named(this["model"], this["checkpoint"]),
        });
    }

    public double? Number(string title) => this[title].Length == 0 ? null : double.Parse(this[title], CultureInfo.InvariantCulture);

    private static ImmutableArray<StartUpLog> Read()
    {
        string[] lines = File.ReadAllLines(TestData.Path("serving/logs-2026.csv"));
        string[] titles = lines[0].Split(',');
        return [.. lines.Skip(1).Select(l => new StartUpLog(titles.Zip(l.Split(',')).ToImmutableDictionary(p => p.First, p => p.Second)))];
    }
}

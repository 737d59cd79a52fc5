using System.Collections.Immutable;
using LocalRig.Advice;
using LocalRig.Advice.Jobs;
using LocalRig.Advice.Matching;
using LocalRig.Answers;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Questions;

/// <summary>What is asked of a match.</summary>
public sealed record MatchRequest
{
    /// <summary>The machines; none for this one.</summary>
    public ImmutableArray<RigRequest> Rigs { get; init; } = [];

    /// <summary>How long this machine's tools may take to answer; null for the usual time.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Whether the tiers of memory that guides speak of are asked for too.</summary>
    public bool Tiers { get; init; }

    /// <summary>Only models of this family; null for all.</summary>
    public string? Family { get; init; }

    /// <summary>What for.</summary>
    public Job Job { get; init; } = Job.General;

    /// <summary>Tokens of context to plan with; null for the job's.</summary>
    public int? Context { get; init; }

    /// <summary>Bytes to leave free; null for the usual margin.</summary>
    public PlanQuestion Question { get; init; } = new();

    /// <summary>The slowest answer that will do, in tokens per second; null for the job's.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>The shortest comfortable context that will do, in tokens.</summary>
    public int MinContext { get; init; }

    /// <summary>How badly a model may fit and still compete by strength.</summary>
    public Verdict Accept { get; init; }

    /// <summary>Workload and margin for all.</summary>
    internal PlanQuestion Plan => Question with { Workload = Question.Workload with { Context = Context ?? Job.Context } };

    /// <summary>What a model must do to compete.</summary>
    internal Usable Usable
    {
        get
        {
            Usable asked = Usable.For(Job) with { Context = MinContext, Worst = Accept };
            return TokensPerSecond is double speed ? asked with { TokensPerSecond = speed, Enough = speed } : asked;
        }
    }
}

/// <summary><c>match</c>: which model for which hardware.</summary>
public static class AskMatch
{
    private const double MostSpeed = 1e6;

    private static readonly (string Word, Verdict Verdict)[] Accepted = [("comfortable", Verdict.Comfortable), ("tight", Verdict.Tight), ("spills", Verdict.Spills)];

    /// <summary>The question.</summary>
    public static Question<MatchRequest, MatchAnswer> Question { get; } = new()
    {
        Name = "match",
        Sentence = "Which model for which hardware: the best one each rig runs, in which quantization, and why not the next.",
        Group = QuestionGroup.SeeWhatRuns,
        Example = """{"rig":["rtx-3090","m4-max-40c:64"],"family":"qwen3.5"}""",
        Reader = new(Fields(), new MatchRequest()),
        Answer = AnswerAsync,
        Shape = static () => MatchJson.Shape,
    };

    private static ImmutableArray<Field<MatchRequest>> Fields() =>
    [
        new()
        {
            Name = "rig", Help = "a machine; may be given several times; this machine without it", Kind = new FieldKind("string", "object", "array"), Options = FieldOption.Value("RIG", "--rig"), Example = "rtx-3090",
            Apply = (r, v) => r with { Rigs = [.. v.IsWhole ? [] : r.Rigs, .. RigRequestReader.ReadSeveral(v)] },
        },
        WaitField.Of<MatchRequest>((r, wait) => r with { Wait = wait }),
        new() { Name = "tiers", Help = "twelve rigs in the six tiers of memory that guides speak of", Kind = FieldKind.Flag, Options = FieldOption.On("--tiers"), Default = "false", Apply = (r, v) => r with { Tiers = v.Flag(false) } },
        new() { Name = "family", Help = "only models of this family: qwen3.5", Options = FieldOption.Value("NAME", "--family"), Example = "qwen3.5", Apply = (r, v) => r with { Family = v.Text("a family") } },
        JobField.Of<MatchRequest>((r, job) => r with { Job = job }),
        ContextField.Of<MatchRequest>("tokens of context to plan with (the job's, or 8k)", (r, n) => r with { Context = n }),
        PlanFields.Margin<MatchRequest>((r, b) => r with { Question = r.Question with { Margin = b } }),
        new()
        {
            Name = "accept", Help = "how badly a model may fit and still compete by strength: comfortable, tight or spills (comfortable)", Kind = FieldKind.Choice(Accepted.Select(a => a.Word)),
            Options = FieldOption.Value("VERDICT", "--accept"), Default = "comfortable", Example = "spills", Apply = (r, v) => r with { Accept = Accepts(v) },
        },
        new()
        {
            Name = "minTps", Help = "the slowest answer that will do, in tokens per second (the job's)", Kind = FieldKind.Number(0, MostSpeed), Options = FieldOption.Value("N", "--min-tps"), Example = "10",
            Apply = (r, v) => r with { TokensPerSecond = Speed(v) },
        },
        new()
        {
            Name = "minContext", Help = "the shortest comfortable context that will do, in tokens", Kind = FieldKind.Whole(0, PlanFields.MostTokens), Options = FieldOption.Value("N", "--min-context"), Example = "32k",
            Apply = (r, v) => r with { MinContext = v.Whole("a number of tokens", 0, PlanFields.MostTokens, 8192) },
        },
    ];

    private static async Task<MatchAnswer> AnswerAsync(MatchRequest request, Inquiry inquiry)
    {
        CatalogModel[] models = [.. Family(inquiry.Catalog, request.Family).Where(m => request.Job == Job.General || request.Job.IsFor(m))];
        IEngine engine = inquiry.Engine(null).Remembering();
        ImmutableArray<HardwareMatch>.Builder matches = ImmutableArray.CreateBuilder<HardwareMatch>();
        foreach ((string tier, RigRequest wanted) in Wanted(request))
        {
            Rig rig = await inquiry.RigAsync(wanted).ConfigureAwait(false);
            matches.Add(HardwareMatch.Of(tier, rig, Survey.Of(models, rig, engine, request.Plan, caches: true), request.Usable, inquiry.Desk.Rankings));
        }

        return new MatchAnswer(matches.ToImmutable());
    }

    private static IEnumerable<(string Tier, RigRequest Rig)> Wanted(MatchRequest request)
    {
        IEnumerable<(string, RigRequest)> named = request.Rigs.Select(r => ("", r));
        IEnumerable<(string, RigRequest)> all = request.Tiers ? HardwareTiers.All.Select(t => (t.Tier, (RigRequest)new NamedRig(t.Rig))).Concat(named) : named;
        return request.Rigs.IsEmpty && !request.Tiers ? [("", new ThisMachineRig { Wait = request.Wait })] : all;
    }

    private static CatalogModel[] Family(ModelCatalog catalog, string? family)
    {
        CatalogModel[] models = [.. catalog.Offered.Where(m => family is null || Same(m.Family, family))];
        return models.Length > 0
            ? models
            : throw new RequestException(new Problem(
                ErrorCode.ModelNotFound, $"The catalogue has no family \"{family}\".", $"It has {string.Join(", ", catalog.Offered.Select(m => m.Family).Distinct())}.", "--family"));
    }

    private static bool Same(string family, string wanted) =>
        family.Replace("-", "", StringComparison.Ordinal).Equals(wanted.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    private static Verdict Accepts(FieldReader value)
    {
        foreach ((string word, Verdict verdict) in Accepted)
        {
            if (value.IsWord(word))
            {
                return verdict;
            }
        }

        value.Refuse($"{value.Where} is \"{value.Raw}\", which is no way a model fits.", "Write comfortable, tight or spills.");
        return Verdict.Comfortable;
    }

    private static double? Speed(FieldReader value)
    {
        if (double.TryParse(value.Raw, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out double speed) && speed is >= 0 and <= MostSpeed)
        {
            return speed;
        }

        value.Refuse($"{value.Where} is \"{value.Raw}\", which is no speed in tokens per second.", "Write a number such as 10.");
        return null;
    }
}

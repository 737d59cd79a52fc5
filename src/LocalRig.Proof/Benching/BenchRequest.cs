using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Questions;

namespace LocalRig.Proof.Benching;

/// <summary>What is to be measured.</summary>
public sealed record BenchRequest
{
    /// <summary>The plan.</summary>
    public PlanRequest Plan { get; init; } = new();

    /// <summary>The word for llama-bench.</summary>
    public const string LlamaBench = "llama-bench";

    /// <summary>The word for llama-server.</summary>
    public const string LlamaServer = "llama-server";

    /// <summary>The word for Ollama.</summary>
    public const string Ollama = "ollama";

    /// <summary>What measures; empty for llama-bench, of several users llama-server.</summary>
    public string Via { get; init; } = "";

    /// <summary>The name a running Ollama knows the model by; empty for the model's own.</summary>
    public string Tag { get; init; } = "";

    /// <summary>Prompts and answers at once, a series of tests each.</summary>
    public ImmutableArray<int> Users { get; init; } = [1];

    /// <summary>Whether a llama-server is started for it.</summary>
    public bool Serves => Via == LlamaServer || Via.Length == 0 && Users.Max() > 1;

    /// <summary>The folder of llama.cpp's tools; empty for the path.</summary>
    public string Runtime { get; init; } = "";

    /// <summary>Tokens already in context, one test of an answer each.</summary>
    public ImmutableArray<int> Depths { get; init; } = [0];

    /// <summary>Tokens of an answer.</summary>
    public int Answer { get; init; } = 128; // llama-bench's own tg128, which most published figures are

    /// <summary>Samples of each test.</summary>
    public int Repetitions { get; init; } = 5; // llama-bench's own

    /// <summary>The spread at which a test is done, in percent of its value; 0 for a fixed number of samples.</summary>
    public double Until { get; init; }

    /// <summary>Whether forecasts may rest on it though other programs keep the machine busy.</summary>
    public bool Anyway { get; init; }

    /// <summary>Whether the records are kept out of the ledger.</summary>
    public bool Forget { get; init; }
}

/// <summary>The fields of a <see cref="BenchRequest"/>.</summary>
internal static class BenchFields
{
    private const int MostTokens = 1 << 20; // beyond any context a benchmark is run with
    private const int MostRepetitions = 100;
    private const int MostUsers = 256; // llama-server's slots (common/arg.cpp, LLAMA_MAX_SEQ)
    private static readonly (string Word, string Value)[] Vias = [(BenchRequest.LlamaBench, BenchRequest.LlamaBench), (BenchRequest.LlamaServer, BenchRequest.LlamaServer), (BenchRequest.Ollama, BenchRequest.Ollama)];

    /// <summary>Reads requests.</summary>
    public static RequestReader<BenchRequest> Reader { get; } = new([.. PlanFields.Of<BenchRequest>(r => r.Plan, (r, plan) => r with { Plan = plan }), .. Own()], new BenchRequest(), Complete);

    private static IEnumerable<Field<BenchRequest>> Own() =>
    [
        new() { Name = "runtime", Help = "folder of llama.cpp's tools (default: the path)", Options = FieldOption.Value("DIR", "--runtime"), Example = "/opt/llama.cpp/bin", Apply = (r, v) => r with { Runtime = v.Text("a folder") } },
        new()
        {
            Name = "via", Help = "what measures: llama-bench, llama-server, ollama (llama-bench; of several users llama-server)", Kind = FieldKind.Choice([.. Vias.Select(v => v.Word)]), Options = FieldOption.Value("NAME", "--via"), Example = "llama-server",
            Apply = (r, v) => r with { Via = v.Choice("what measures", Vias, "") },
        },
        new() { Name = "tag", Help = "the name Ollama knows the model by", Options = FieldOption.Value("NAME", "--tag"), Example = "qwen3.5:9b", Apply = (r, v) => r with { Tag = v.Text("a name") } },
        new()
        {
            Name = "users", Help = "prompts and answers at once, several numbers separated by commas (1)", Options = FieldOption.Value("N,N", "--users"), Default = "1", Example = "1,4",
            Apply = (r, v) => r with { Users = Numbers(v, "users", 1, MostUsers, "numbers of users such as 1,4") },
        },
        new()
        {
            Name = "depths", Help = "tokens already in context, several separated by commas (0)", Options = FieldOption.Value("N,N", "--depths"), Default = "0", Example = "0,4096",
            Apply = (r, v) => r with { Depths = Numbers(v, "depths", 0, MostTokens, "numbers of tokens such as 0,4096") },
        },
        new() { Name = "answer", Help = "tokens of an answer (128)", Kind = FieldKind.Whole(1, MostTokens), Options = FieldOption.Value("N", "--answer"), Default = "128", Example = "128", Apply = (r, v) => r with { Answer = v.Whole("tokens", 1, MostTokens, 128) } },
        new()
        {
            Name = "repetitions", Help = "samples of each test (5)", Kind = FieldKind.Whole(1, MostRepetitions), Options = FieldOption.Value("N", "-r", "--repetitions"), Default = "5", Example = "5",
            Apply = (r, v) => r with { Repetitions = v.Whole("a number of samples", 1, MostRepetitions, 5) },
        },
        new() { Name = "until", Help = "go on until the spread is this small: 2%", Options = FieldOption.Value("PERCENT", "--until"), Example = "2%", Apply = (r, v) => r with { Until = Percent(v) } },
        new() { Name = "anyway", Help = "let forecasts rest on it though other programs keep the machine busy", Kind = FieldKind.Flag, Options = FieldOption.On("--anyway"), Default = "false", Example = "true", Apply = (r, v) => r with { Anyway = v.Flag(false) } },
        new() { Name = "forget", Help = "keep the results out of the ledger", Kind = FieldKind.Flag, Options = FieldOption.On("--forget"), Default = "false", Example = "true", Apply = (r, v) => r with { Forget = v.Flag(false) } },
    ];

    private static ImmutableArray<int> Numbers(FieldReader value, string what, int least, int most, string hint)
    {
        string text = value.Text(what);
        List<int> numbers = [];
        foreach (string one in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(one, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number) || number < least || number > most)
            {
                value.Fail($"these are no {what}", $"write {hint}");
                return [least];
            }

            numbers.Add(number);
        }

        return numbers.Count > 0 ? [.. numbers.Distinct().Order()] : [least];
    }

    private static double Percent(FieldReader value)
    {
        const double MostPercent = 50;
        if (double.TryParse(value.Text("a percentage").TrimEnd('%', ' '), System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out double percent) && percent is > 0 and <= MostPercent)
        {
            return percent;
        }

        value.Fail("this is no spread", "write a percentage up to 50 such as 2%");
        return 0;
    }

    private static BenchRequest Complete(BenchRequest request, List<Problem> problems)
    {
        if (request.Plan.Model.Length == 0 && !problems.Exists(p => p.Where == "model"))
        {
            problems.Add(new Problem(ErrorCode.Usage, "No model given; name a GGUF file.", "", "model"));
        }

        if (request.Users.Max() > 1 && request.Via is (BenchRequest.LlamaBench or BenchRequest.Ollama))
        {
            string why = request.Via == BenchRequest.Ollama ? "Ollama decides by itself how many it answers at once (OLLAMA_NUM_PARALLEL)" : "llama-bench measures one user alone";
            problems.Add(new Problem(ErrorCode.Usage, $"{why}.", "Measure several users with --via llama-server.", "users"));
        }

        return request;
    }
}

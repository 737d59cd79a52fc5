using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Questions;

namespace LocalRig.Proof.Benching;

/// <summary>What is to be measured.</summary>
public sealed record BenchRequest
{
    /// <summary>The plan.</summary>
    public PlanRequest Plan { get; init; } = new();

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

    /// <summary>Reads requests.</summary>
    public static RequestReader<BenchRequest> Reader { get; } = new([.. PlanFields.Of<BenchRequest>(r => r.Plan, (r, plan) => r with { Plan = plan }), .. Own()], new BenchRequest(), Complete);

    private static IEnumerable<Field<BenchRequest>> Own() =>
    [
        new() { Name = "runtime", Help = "folder of llama.cpp's tools (default: the path)", Options = FieldOption.Value("DIR", "--runtime"), Example = "/opt/llama.cpp/bin", Apply = (r, v) => r with { Runtime = v.Text("a folder") } },
        new()
        {
            Name = "depths", Help = "tokens already in context, several separated by commas (0)", Options = FieldOption.Value("N,N", "--depths"), Default = "0", Example = "0,4096",
            Apply = (r, v) => r with { Depths = Depths(v) },
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

    private static ImmutableArray<int> Depths(FieldReader value)
    {
        string text = value.Text("depths");
        List<int> depths = [];
        foreach (string one in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(one, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int depth) || depth > MostTokens)
            {
                value.Fail("these are no depths", "write numbers of tokens such as 0,4096");
                return [0];
            }

            depths.Add(depth);
        }

        return depths.Count > 0 ? [.. depths.Distinct().Order()] : [0];
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

        return request;
    }
}

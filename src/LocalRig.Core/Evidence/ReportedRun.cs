using System.Globalization;
using System.Text.RegularExpressions;
using LocalRig.Tables;

namespace LocalRig.Evidence;

/// <summary>A run of which somebody told the speed, as this build carries it (<c>data/evidence</c>): alone or of several users, on one device or several, wholly on
/// them or not. What a file doesn't tell is empty or null.</summary>
public sealed partial record ReportedRun
{
    /// <summary>Catalogue id of the device.</summary>
    public required string Device { get; init; }

    /// <summary>How many of it.</summary>
    public int Devices { get; init; } = 1;

    /// <summary>What drove it, as reported.</summary>
    public required string Backend { get; init; }

    /// <summary>The program.</summary>
    public string Engine { get; init; } = "llama.cpp";

    /// <summary>Its build, as reported.</summary>
    public string Build { get; init; } = "";

    /// <summary>Catalogue id of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Quantization, as reported.</summary>
    public required string Quant { get; init; }

    /// <summary>Bytes of the file.</summary>
    public long? FileBytes { get; init; }

    /// <summary>Prompt processing rather than an answer.</summary>
    public bool IsPrompt { get; init; }

    /// <summary>Tokens of the test; 0 where that isn't told.</summary>
    public int Tokens { get; init; }

    /// <summary>Tokens already in context.</summary>
    public int Depth { get; init; }

    /// <summary>Answers at once.</summary>
    public int Users { get; init; } = 1;

    /// <summary>Tokens per second, of all answers together.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Standard deviation in tokens per second.</summary>
    public double? Deviation { get; init; }

    /// <summary>When, as precisely as the source says: <c>2026-04-05</c>, <c>2024-05</c>, <c>2025</c>.</summary>
    public required string Date { get; init; }

    /// <summary>What else was told, in words.</summary>
    public string Note { get; init; } = "";

    /// <summary>What sort of source: <c>community</c>, <c>third-party</c>.</summary>
    public string Reporter { get; init; } = "community";

    /// <summary>Address of the report.</summary>
    public required string Source { get; init; }

    /// <summary>Those that the core carries: of one device with everything on it, and of several users.</summary>
    public static IEnumerable<ReportedRun> All() =>
        [
            .. CsvTable.Rows("evidence/throughput.csv").Select(r => new ReportedRun
            {
                Device = r["device"], Backend = r["backend"], Build = r["build"], Model = r["model"], Quant = r["quant"], FileBytes = (long?)r.Number("fileBytes"), IsPrompt = r["kind"] == "prefill", Tokens = Whole(r["tokens"]),
                Depth = Whole(r["depth"]), TokensPerSecond = r.Number("tokensPerSecond") ?? 0, Deviation = r.Number("deviation"), Date = r["date"], Note = r["ubatch"].Length > 0 ? $"physical batch {r["ubatch"]}" : "",
                Reporter = r["reporter"], Source = Address(r["source"]),
            }),
            .. CsvTable.Rows("evidence/users.csv").Select(r => new ReportedRun
            {
                Device = r["device"], Devices = Whole(r["devices"]), Backend = r["backend"], Engine = r["engine"], Build = r["build"], Model = r["model"], Quant = r["quant"], Depth = Whole(r["depth"]), Users = Whole(r["users"]),
                TokensPerSecond = r.Number("tokensPerSecond") ?? 0, Date = r["date"], Note = Together(r["kind"], r["note"]), Source = Address(r["source"]),
            }),
        ];

    /// <summary>The rows of <c>data/evidence/several-devices.csv</c>.</summary>
    /// <param name="text">The file.</param>
    public static IEnumerable<ReportedRun> OfSeveralDevices(string text) =>
        CsvTable.Rows("evidence/several-devices.csv", text, []).Select(r => new ReportedRun
        {
            Device = r["device"],
            Devices = Whole(r["devices"]),
            Backend = r["backend"],
            Model = r["model"],
            Quant = r["quant"],
            IsPrompt = IsPromptTest(r["test"]),
            Tokens = TokensOf(r["test"]),
            Depth = Whole(r["depth"]),
            TokensPerSecond = r.Number("tokensPerSecond") ?? 0,
            Date = r["date"],
            Note = $"split by {r["split"]}",
            Source = Address(r["source"]),
        });

    /// <summary>The rows of <c>data/evidence/offload.csv</c>.</summary>
    /// <param name="text">The file.</param>
    public static IEnumerable<ReportedRun> OfOffload(string text) =>
        CsvTable.Rows("evidence/offload.csv", text, []).Select(r => new ReportedRun
        {
            Device = r["device"],
            Backend = r["backend"],
            Model = r["model"],
            Quant = r["quant"],
            IsPrompt = IsPromptTest(r["test"]),
            Tokens = TokensOf(r["test"]),
            TokensPerSecond = r.Number("tokensPerSecond") ?? 0,
            Date = r["date"],
            Note = Together($"part in main memory: {r["split"]}", r["notes"]),
            Source = Address(r["source"]),
        });

    private static string Address(string source) => EvidenceLedger.Default.Address(source);

    private static string Together(string first, string second) => second.Length > 0 ? $"{first}; {second}" : first;

    private static int Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static bool IsPromptTest(string test) => test.StartsWith("pp", StringComparison.Ordinal) || test.StartsWith("prompt", StringComparison.Ordinal) || test.StartsWith("prefill", StringComparison.Ordinal);

    private static int TokensOf(string test) => TokenCount().Match(test) is { Success: true } found ? Whole(found.Value) : 0;

    [GeneratedRegex(@"(?<=^(pp|tg))\d+")]
    private static partial Regex TokenCount();
}

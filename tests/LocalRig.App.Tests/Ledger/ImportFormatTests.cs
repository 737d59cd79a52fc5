using System.Text.Json;
using LocalRig.App.Tests.Cli;
using LocalRig.App.Tests.Sources;
using LocalRig.Core.Tests;
using LocalRig.Ledger;
using Xunit;

namespace LocalRig.App.Tests.Ledger;

/// <summary>What others write, read as it is: the real llama-bench 0.7.0's CSV, SQL and table, a submission that stands in llmfit's repository
/// (llmfit-core/data/community/nvidia-geforce-rtx-4060-laptop-gpu/1791384137-34852e7e.json); and what the program carries itself.</summary>
public sealed class ImportFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("sql")]
    public void What_the_real_llama_bench_printed_as_a_table_of_a_database_is_read_as_it_is(string format)
    {
        EvidenceRecord[] records = Read(File.ReadAllText(TestData.Path("evidence", "llama-bench-0.7.0." + format)));
        Assert.Equal([("prefill", 16, 0), ("decode", 4, 0), ("prefill", 16, 8), ("decode", 4, 8)], records.Select(r => (r.Metric, r.Tokens, r.Depth)));
        Assert.All(records, r => Assert.Equal(("random.gguf", "F16", "b11669", "cpu", "Intel(R) Xeon(R) Processor", 26232832L, 2026), (r.Model, r.Quant, r.Build, r.Backend, r.Device, r.FileBytes!.Value, r.At.Year)));
        double[] values = format == "csv" ? [19.418022, 1.183635, 19.121877, 1.190518] : [18.440042, 1.181763, 18.694723, 29.562227];
        Assert.Equal(values, records.Select(r => r.Value));
    }

    [Fact]
    public void The_real_llama_benchs_table_for_people_is_read_once_it_is_told_what_it_leaves_out()
    {
        string table = File.ReadAllText(TestData.Path("evidence", "llama-bench-0.7.0.md"));
        ImportReport bare = Import(table, ImportDefaults.None);
        Assert.Equal(default, bare.Added);
        Assert.Equal(["line 3: it says no time; say when it was measured with --at 2026-11-30", "line 3: it names no device; say which with --device NAME"], bare.Problems.Take(2));
        EvidenceRecord[] records = Read(table, new ImportDefaults("Intel(R) Xeon(R) Processor", new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal([("prefill", 16, 0, 176.50, 61.19), ("decode", 4, 0, 12.58, 3.06), ("prefill", 16, 8, 123.60, 72.06), ("decode", 4, 8, 39.84, 30.17)], records.Select(r => (r.Metric, r.Tokens, r.Depth, r.Value, r.Spread!.Value)));
        Assert.All(records, r => Assert.Equal(("llama ?B", "F16", "cpu"), (r.Model, r.Quant, r.Backend)));
    }

    [Fact]
    public void A_pasted_table_names_the_card_in_the_line_before_it()
    {
        // Made after the form in which people paste them (https://github.com/ggml-org/llama.cpp/discussions/15013): what ggml prints about its devices, then the table.
        string pasted = """
            ggml_cuda_init: found 1 CUDA devices:
              Device 0: NVIDIA GeForce RTX 3090, compute capability 8.6, VMM: yes
            | model                          |       size |     params | backend    | ngl | fa |            test |                  t/s |
            | ------------------------------ | ---------: | ---------: | ---------- | --: | -: | --------------: | -------------------: |
            | llama 7B Q4_0                  |   3.56 GiB |     6.74 B | CUDA       |  99 |  1 |           pp512 |      4912.37 ± 42.00 |
            | llama 7B Q4_0                  |   3.56 GiB |     6.74 B | CUDA       |  99 |  1 |     tg128 @ d64 |        158.20 ± 0.31 |
            """;
        EvidenceRecord[] records = Read(pasted, new ImportDefaults("", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.All(records, r => Assert.Equal(("NVIDIA GeForce RTX 3090", "cuda", "llama 7B", "Q4_0"), (r.Device, r.Backend, r.Model, r.Quant)));
        Assert.Equal([("prefill", 512, 0, 4912.37), ("decode", 128, 64, 158.20)], records.Select(r => (r.Metric, r.Tokens, r.Depth, r.Value)));
    }

    [Fact]
    public void A_submission_of_llmfit_is_read_as_it_is_in_one_line_or_many()
    {
        string submission = File.ReadAllText(TestData.Path("evidence", "llmfit-submission.json"));
        using JsonDocument document = JsonDocument.Parse(submission);
        string line = JsonSerializer.Serialize(document.RootElement, JsonSerializerOptions.Default);
        EvidenceRecord record = Assert.Single(Read(submission));
        Assert.Equal(record, Assert.Single(Read(line)));
        Assert.Equal(("NVIDIA GeForce RTX 4060 Laptop GPU", "llama.cpp", "Qwen2.5-7B-1M", "decode", 178, 25.53, 3, "community"), (record.Device, record.Engine, record.Model, record.Metric, record.Tokens, record.Value, record.Samples, record.Who));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1791385035), record.At);
        Assert.Equal("llmfit 1.1.16: an answer's tokens by the whole time, a short prompt included; 24.64 to 26.02", record.Conditions);
        ImportReport newer = Import(submission.Replace("\"schemaVersion\": 1", "\"schemaVersion\": 2", StringComparison.Ordinal), ImportDefaults.None);
        Assert.Equal("no submission of llmfit that is known: schemaVersion 1 with submittedAtUnix, hardware and results", Assert.Single(newer.Problems));
    }

    [Fact]
    public void What_could_not_be_read_back_is_never_taken_from_another_format()
    {
        string submission = File.ReadAllText(TestData.Path("evidence", "llmfit-submission.json")).Replace("Qwen2.5-7B-1M", new string('x', 501), StringComparison.Ordinal);
        Assert.Equal("model is no text of at most 500 characters", Import(submission, ImportDefaults.None).Problems[0]);
    }

    [Fact]
    public async Task What_the_program_carries_is_listed_and_exported_with_source_day_and_kind()
    {
        CommandLine.Answer exported = await CommandLine.RealAsync(["evidence", "export", "--shipped"]);
        string[] rows = [.. ((string[])["throughput", "users", "several-devices", "offload"]).SelectMany(f => File.ReadLines(Path.Combine(TestData.Root, "data", "evidence", f + ".csv")).Skip(1))];
        string[] lines = exported.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(rows.Length, lines.Length);
        Assert.All(lines, l => Assert.Contains("\"source\":\"https://", l, StringComparison.Ordinal));
        ImportReport report = Import(exported.Output, ImportDefaults.None);
        Assert.Empty(report.Problems);
        Assert.Equal(rows.Length, report.Added.Added);
        Assert.Equal(0, report.Added.Impossible);

        CommandLine.Answer listed = await CommandLine.RealAsync(["evidence", "list", "--shipped", "--device", "rtx-5090", "--model", "Llama-2-7B", "--metric", "decode", "--json", "--most", "0"]);
        JsonElement[] found = [.. listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("record"))];
        JsonElement one = Assert.Single(found, f => f.GetProperty("value").GetDouble() == 290.02);
        Assert.Equal(("2025-08-01T00:00:00.000Z", "https://github.com/ggml-org/llama.cpp/discussions/15013", "community", "measurement"), (one.GetProperty("at").GetString(), one.GetProperty("source").GetString(), one.GetProperty("who").GetString(), one.GetProperty("kind").GetString()));
        Assert.Contains("no more of the day than 2025-08..2026-04-05", one.GetProperty("conditions").GetString(), StringComparison.Ordinal);
        Assert.Contains("community, github.com", (await CommandLine.RealAsync(["evidence", "list", "--shipped", "--device", "rtx-5090"], width: 200)).Output, StringComparison.Ordinal);
    }

    private EvidenceRecord[] Read(string text, ImportDefaults? defaults = null)
    {
        ImportReport report = Import(text, defaults ?? ImportDefaults.None);
        Assert.Empty(report.Problems);
        using IEvidenceStore store = EvidenceStores.Open(_folder["l.db"]);
        return [.. store.List(new EvidenceFilter { NewestFirst = true, Most = (int)report.Added.Added }).Select(r => r.Record).Reverse()];
    }

    private ImportReport Import(string text, ImportDefaults defaults)
    {
        using IEvidenceStore store = EvidenceStores.Open(_folder["l.db"]);
        return EvidenceImport.Run(store, new StringReader(text), defaults: defaults);
    }
}

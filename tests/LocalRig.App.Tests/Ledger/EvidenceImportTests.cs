using System.Text;
using CsCheck;
using LocalRig.App.Tests.Sources;
using LocalRig.Core.Tests;
using LocalRig.Ledger;
using Xunit;

namespace LocalRig.App.Tests.Ledger;

/// <summary>Records in and out: lines of JSON, and what the real llama-bench prints.</summary>
public sealed class EvidenceImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_the_real_llama_bench_printed_is_read_as_it_is()
    {
        using IEvidenceStore store = EvidenceStores.Open(_folder["l.db"]);
        using StreamReader printed = new(TestData.Path("evidence", "llama-bench-0.7.0.json"));
        ImportReport report = EvidenceImport.Run(store, printed);
        Assert.Empty(report.Problems);
        EvidenceRecord[] records = [.. store.List(new EvidenceFilter()).Select(r => r.Record)];
        Assert.Equal(["prefill", "decode"], records.Select(r => r.Metric));
        Assert.All(records, r => Assert.Equal(("tiny.gguf", "F16", "llama.cpp", "b11669", "cpu", "Intel(R) Xeon(R) Processor", 26232832L), (r.Model, r.Quant, r.Engine, r.Build, r.Backend, r.Device, r.FileBytes!.Value)));
        Assert.Equal([16, 4], records.Select(r => r.Tokens));
        Assert.All(records, r => Assert.True(r.Value > 0 && r.At.Year == 2026));
    }

    [Fact]
    public void A_line_comes_back_as_it_was_whatever_it_holds()
    {
        Gen<string> text = Gen.Char[' ', '~'].Array[0, 20].Select(c => new string(c).Replace("/", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal));
        Gen.Select(text, text, Gen.Double[0.001, 1e6], Gen.Int[0, 1 << 20], Gen.Int[0, 1 << 20], Gen.Bool).Sample((model, words, value, tokens, depth, prompt) =>
        {
            EvidenceRecord record = StoreContract.Speed(value, model + "x") with { Tokens = tokens, Depth = depth, Conditions = words, GpuLayers = prompt ? depth : null, Spread = prompt ? value / 3 : null, Users = tokens % 7 + 1 };
            List<string> problems = [];
            string line = RecordJson.Line(record);
            EvidenceRecord? read = RecordJson.Read(Encoding.UTF8.GetBytes(line), problems);
            return problems.Count == 0 && record == read && RecordJson.IdOf(read) == RecordJson.IdOf(record) && !line.Contains('\n', StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Everything_wrong_is_told_at_once_and_nothing_is_added()
    {
        using IEvidenceStore store = EvidenceStores.Open(_folder["l.db"]);
        string good = RecordJson.Line(StoreContract.Speed());
        string text = $$"""
            {{good}}
            {"kind":"measurement","at":"yesterday","model":"/home/me/x.gguf","metric":"speed","value":-1,"colour":"red"}
            nonsense
            {"schema":"other/9","kind":"claim","at":"2026-11-30T00:00:00Z","model":"m","device":"d","metric":"decode","unit":"tok/s","value":1}
            """;
        ImportReport report = EvidenceImport.Run(store, new StringReader(text));
        Assert.Equal(default, report.Added);
        Assert.Empty(store.List(new EvidenceFilter()));
        Assert.Equal(
            [
                "line 2: at is no ISO 8601 time such as 2026-11-30T12:00:00Z", "line 2: value is no number from 0 to 9007199254740992", "line 2: there is no field colour",
                "line 2: model holds a folder; give the file's name alone", "line 2: metric is none of decode, prefill, memory", "line 2: unit is not that of the metric: tok/s, for memory bytes", "line 2: device is missing",
                "line 4: schema is not localrig-evidence/1", "line 4: a claim needs its source",
            ],
            report.Problems.Where(p => !p.StartsWith("line 3", StringComparison.Ordinal)));
        Assert.StartsWith("line 3: no JSON: ", Assert.Single(report.Problems, p => p.StartsWith("line 3", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_exported_is_imported_elsewhere_and_twice_is_once()
    {
        using IEvidenceStore store = EvidenceStores.Open(_folder["a.db"]);
        store.Append([StoreContract.Speed(), StoreContract.Speed(43)]);
        string lines = string.Join('\n', store.List(new EvidenceFilter()).Select(r => RecordJson.Line(r.Record)));
        using IEvidenceStore other = EvidenceStores.Open(_folder["b.db"]);
        Assert.Equal(new AppendReport(2, 2, 0, 0, 0), EvidenceImport.Run(other, new StringReader(lines)).Added);
        Assert.Equal(new AppendReport(2, 0, 0, 2, 0), EvidenceImport.Run(other, new StringReader(lines)).Added);
        Assert.Equal(store.List(new EvidenceFilter()).Select(r => r.Id), other.List(new EvidenceFilter { Usable = true }).Select(r => r.Id));
    }

    [Theory]
    [InlineData(50_000, 0, 50_000)] // as many as one transaction takes
    [InlineData(50_001, 0, 50_001)]
    [InlineData(50_010, 50_006, 50_005)] // of what doesn't fit into one, all that stands before what is wrong
    [InlineData(120, 100, 0)]
    public void A_long_import_is_in_up_to_what_is_wrong(int lines, int wrong, int there)
    {
        EvidenceRecord record = StoreContract.Speed();
        IEnumerable<string> text = Enumerable.Range(1, lines).Select(i => i == wrong ? "nonsense" : RecordJson.Line(record with { Depth = i }));
        using (IEvidenceStore store = EvidenceStores.Open(_folder["l.db"]))
        {
            ImportReport report = EvidenceImport.Run(store, new StringReader(string.Join('\n', text)));
            Assert.Equal((there, wrong > 0 ? 1 : 0), (report.Added.Usable, report.Wrong));
        }

        using IEvidenceStore again = EvidenceStores.Open(_folder["l.db"]);
        Assert.Equal(Enumerable.Range(1, there), again.List(new EvidenceFilter()).Select(r => r.Record.Depth));
    }

    [Fact]
    public void Every_field_stands_in_the_documentation()
    {
        string page = File.ReadAllText(Path.Combine(TestData.Root, "docs", "ledger.md"));
        Assert.All(RecordField.All, f => Assert.Contains($"| `{f.Name}` |", page, StringComparison.Ordinal));
    }
}

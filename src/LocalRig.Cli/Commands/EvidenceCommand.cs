using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LocalRig.Cli.Faces;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Ledger;
using LocalRig.Local.Desks;
using LocalRig.Planning;
using LocalRig.Questions;
using LocalRig.Shapes;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig evidence</c>: what this machine's ledger holds, in and out, and which of it decides a forecast.</summary>
internal static class EvidenceCommand
{
    /// <summary>Its name.</summary>
    public const string Name = "evidence";

    /// <summary>What it does.</summary>
    public const string Sentence = "What was measured, claimed and predicted: list, add, import, export, retract, accept; why a forecast is what it is.";

    private const int Shown = 30; // a screen
    private const string ShippedName = "What LocalRig carries (data/evidence)";

    public static Command Make(Surroundings surroundings)
    {
        Command command = new(Name, Sentence);
        command.Add(List(surroundings));
        command.Add(Taking("add", "Add one record, as JSON in quotes or - for standard input.", "JSON", surroundings, static text => text == "-" ? null : new StringReader(text)));
        command.Add(Taking("import", "Add records: JSON Lines, what llama-bench printed (-o json, jsonl, csv, sql, md), a submission of llmfit; - for standard input.", "FILE", surroundings, static name => name == "-" ? null : DocumentFiles.Open(name, "Name a file of records.")));
        command.Add(Export(surroundings));
        command.Add(Referring("retract", "Take a record back; it is kept and never used again.", RecordKind.Retraction, surroundings));
        command.Add(Referring("accept", "Accept a record in quarantine.", RecordKind.Acceptance, surroundings));
        command.Add(QuestionCommand.Make("why", "Which records decide a model's forecast on this machine.", new Face<PlanRequest, MemoryPlan>(AskPlan.Question, s => s.Terminal.Draw(WhyScreen.Of(s.Answer))), surroundings));
        return command;
    }

    private static Command List(Surroundings surroundings)
    {
        Command list = new("list", "Records, the newest first.");
        Filters filters = new(list);
        Option<bool> shipped = Shipped();
        Option<int> most = new("--most") { Description = $"how many ({Shown}); 0 for all", DefaultValueFactory = _ => Shown };
        Option<bool> json = new(QuestionCommand.JsonName) { Description = "one JSON object a line: sequence, id, flag, record" };
        list.Add(most);
        list.Add(shipped);
        list.Add(json);
        list.SetAction(parsed =>
        {
            EvidenceFilter filter = filters.Of(parsed) with { NewestFirst = true, Most = parsed.GetValue(most) };
            bool carried = parsed.GetValue(shipped);
            using IEvidenceStore? store = carried ? null : EvidenceStores.Open(surroundings.LedgerPlace, surroundings.Desk.Time);
            IEnumerable<StoredRecord> found = store?.List(filter) ?? Carried(filter);
            if (parsed.GetValue(json))
            {
                foreach (StoredRecord one in found)
                {
                    surroundings.Terminal.Output.WriteLine(Line(one));
                }
            }
            else
            {
                surroundings.Terminal.Draw(EvidenceScreen.Of([.. found], store?.Name ?? ShippedName));
            }

            return 0;
        });
        return list;
    }

    private static Option<bool> Shipped() => new("--shipped") { Description = "of what LocalRig carries of others' runs, instead of your ledger" };

    /// <summary>What the program carries as if a store had it: the newest first, numbered in the order of the files.</summary>
    private static IEnumerable<StoredRecord> Carried(EvidenceFilter filter)
    {
        IEnumerable<StoredRecord> found = ShippedEvidence.Records(filter).Select((record, i) => new StoredRecord(i + 1, RecordJson.IdOf(record), "", record)).OrderByDescending(r => r.Record.At);
        return filter.Most > 0 ? found.Take(filter.Most) : found;
    }

    private static Command Export(Surroundings surroundings)
    {
        Command export = new("export", "Records as JSON Lines, in the order they came.");
        Filters filters = new(export);
        Option<bool> shipped = Shipped();
        export.Add(shipped);
        export.SetAction(parsed =>
        {
            if (parsed.GetValue(shipped))
            {
                foreach (EvidenceRecord one in ShippedEvidence.Records(filters.Of(parsed)))
                {
                    surroundings.Terminal.Output.WriteLine(RecordJson.Line(one));
                }

                return 0;
            }

            using IEvidenceStore store = EvidenceStores.Open(surroundings.LedgerPlace, surroundings.Desk.Time);
            foreach (StoredRecord one in store.List(filters.Of(parsed)))
            {
                surroundings.Terminal.Output.WriteLine(RecordJson.Line(one.Record));
            }

            return 0;
        });
        return export;
    }

    private static Command Taking(string name, string sentence, string what, Surroundings surroundings, Func<string, TextReader?> open)
    {
        Command command = new(name, sentence);
        Argument<string?> source = new(what) { Arity = ArgumentArity.ZeroOrOne };
        Option<bool> quarantine = new("--quarantine") { Description = "use nothing of it until it is accepted" };
        Option<string?> device = new("--device") { Description = "the device, where the text names none (llama-bench's table)", HelpName = "NAME" };
        Option<string?> at = new("--at") { Description = "when it was measured, where the text doesn't say: 2026-11-30", HelpName = "TIME" };
        command.Add(source);
        command.Add(quarantine);
        command.Add(device);
        command.Add(at);
        command.SetAction(parsed =>
        {
            string given = parsed.GetValue(source) ?? throw new RequestException(new Problem(ErrorCode.Usage, $"Nothing to {name}.", $"Give {what}, or - for standard input.", what));
            using TextReader? text = open(given);
            using IEvidenceStore store = EvidenceStores.Open(surroundings.LedgerPlace, surroundings.Desk.Time);
            ImportReport report = EvidenceImport.Run(store, text ?? surroundings.Terminal.Input, parsed.GetValue(quarantine), new ImportDefaults(parsed.GetValue(device) ?? "", Time(parsed.GetValue(at))));
            if (report.Wrong > 0)
            {
                string more = report.Wrong > report.Problems.Length ? string.Create(CultureInfo.InvariantCulture, $" (and {report.Wrong - report.Problems.Length:N0} more)") : "";
                string before = report.Added.Added > 0 ? string.Create(CultureInfo.InvariantCulture, $" {report.Added.Added:N0} records before the first of them are in the ledger.") : " Nothing was added.";
                throw new RequestException(new Problem(ErrorCode.Usage, $"{string.Join("; ", report.Problems)}{more}.{before}", "docs/ledger.md describes a record.", what));
            }

            surroundings.Terminal.Output.WriteLine(Told(report.Added));
            return 0;
        });
        return command;
    }

    private static DateTimeOffset? Time(string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time
        : throw new RequestException(new Problem(ErrorCode.Usage, $"'{text}' is no time.", "Write it as 2026-11-30 or 2026-11-30T12:00:00Z.", "--at"));

    private static Command Referring(string name, string sentence, RecordKind kind, Surroundings surroundings)
    {
        Command command = new(name, sentence);
        Argument<string?> id = new("ID") { Arity = ArgumentArity.ZeroOrOne };
        Option<string?> why = new("--why") { Description = "the reason, in words", HelpName = "TEXT" };
        command.Add(id);
        command.Add(why);
        command.SetAction(parsed =>
        {
            string of = parsed.GetValue(id) ?? "";
            List<string> problems = [];
            EvidenceRecord record = new() { Kind = kind, At = surroundings.Desk.Time.GetUtcNow(), Of = of, Conditions = parsed.GetValue(why) ?? "", Who = "own" };
            RecordRules.Check(record, problems);
            using IEvidenceStore store = EvidenceStores.Open(surroundings.LedgerPlace, surroundings.Desk.Time);
            if (problems.Count > 0 || !store.List(new EvidenceFilter { Id = of, Most = 1 }).Any())
            {
                throw new RequestException(new Problem(ErrorCode.Usage, $"The ledger has no record '{of}'.", "`localrig evidence list --json` shows ids.", "ID"));
            }

            store.Append([record]);
            surroundings.Terminal.Output.WriteLine(kind == RecordKind.Retraction ? $"{of} is taken back." : $"{of} is accepted.");
            return 0;
        });
        return command;
    }

    private static string Told(AppendReport report)
    {
        List<string> parts = [string.Create(CultureInfo.InvariantCulture, $"{report.Added:N0} {(report.Added == 1 ? "record" : "records")} added")];
        foreach ((long count, string what) in ((long, string)[])[(report.Impossible, "impossible"), (report.Duplicates, "there before"), (report.Quarantined, "in quarantine")])
        {
            if (count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}"));
            }
        }

        return string.Join(", ", parts) + (report.Impossible + report.Duplicates > 0 ? "; those are kept and never used." : ".");
    }

    private static string Line(StoredRecord stored) =>
        JsonText.Of(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", stored.Sequence);
            json.WriteString("id", stored.Id);
            json.WriteString("flag", stored.Flag);
            json.WritePropertyName("record");
            using JsonDocument record = JsonDocument.Parse(RecordJson.Line(stored.Record));
            record.RootElement.WriteTo(json);
            json.WriteEndObject();
        });

    /// <summary>The options that choose records.</summary>
    private sealed class Filters
    {
        private readonly Option<string?> _model = new("--model") { Description = "of a model", HelpName = "ID" };
        private readonly Option<string?> _device = new("--device") { Description = "on a device", HelpName = "ID" };
        private readonly Option<string?> _metric = new("--metric") { Description = "decode, prefill or memory", HelpName = "NAME" };
        private readonly Option<string?> _kind = new("--kind") { Description = string.Join(", ", RecordKinds.All.Select(k => k.Word)), HelpName = "NAME" };
        private readonly Option<bool> _usable = new("--usable") { Description = "only what forecasts may use" };

        public Filters(Command command)
        {
            foreach (Option option in (Option[])[_model, _device, _metric, _kind, _usable])
            {
                command.Add(option);
            }
        }

        public EvidenceFilter Of(ParseResult parsed) =>
            new()
            {
                Model = parsed.GetValue(_model) ?? "",
                Device = parsed.GetValue(_device) ?? "",
                Metric = parsed.GetValue(_metric) ?? "",
                Kind = parsed.GetValue(_kind) is string word ? Kind(word) : null,
                Usable = parsed.GetValue(_usable),
            };

        private static RecordKind Kind(string word) =>
            RecordKinds.All.Any(k => k.Word == word) ? RecordKinds.All.First(k => k.Word == word).Kind
            : throw new RequestException(new Problem(ErrorCode.Usage, $"There is no kind of record '{word}'.", $"Kinds are {string.Join(", ", RecordKinds.All.Select(k => k.Word))}.", "--kind"));
    }
}

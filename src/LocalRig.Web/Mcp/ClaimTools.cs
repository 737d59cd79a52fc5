using LocalRig.Advice.Ranking;
using LocalRig.Answers;
using LocalRig.Audit;
using LocalRig.Questions;
using LocalRig.Rigs;
using LocalRig.Shapes;

namespace LocalRig.Web.Mcp;

/// <summary>Tools about what others say, and what names mean.</summary>
internal static class ClaimTools
{
    private const int MostFindings = 12;
    private const int MostEntries = 6;
    private const int MostContradictions = 2; // long sentences

    /// <summary>Whether a guide is right.</summary>
    public static ToolText<AuditReport> AuditGuide { get; } = new()
    {
        Name = "audit_guide",
        Title = "Check a guide",
        Description = "Checks what a text claims about open models and hardware (sizes, memory, bandwidth, speeds, prices, what fits): which claims hold, which are false, with the correction. Give the text itself, in Markdown.",
        Fields = ["text!", "family", "format"],
        Sentences = r => Brief.Sentences(
            [
                $"{r.Findings.Length} claims checked: {Brief.List([.. AuditJson.Order.Where(v => r.Count(v) > 0).Select(v => $"{r.Count(v)} {v.Word()}").DefaultIfEmpty("none understood")])}.",
                .. Wrong(r).Take(MostFindings).Select(f => $"Line {f.Claim.Line}, \"{f.Claim.Text.Trim()}\": {f.Verdict.Word()}. {f.Reason} {f.Correction}".TrimEnd()),
            ]),
        Figures = new ObjectShape<AuditReport>()
            .Integer("claims", "Claims checked.", r => r.Findings.Length)
            .Integer("holds", "Claims that hold.", r => r.Count(ClaimVerdict.Holds))
            .Integer("notRead", "What looks like a claim and isn't understood.", r => r.Unread.Length)
            .List("wrong", "Claims that don't hold, in the text's order.", r => Wrong(r).Take(MostFindings), new ObjectShape<Audit.Finding>()
                .Integer("line", "Its line.", f => f.Claim.Line)
                .Text("text", "The text's words.", f => f.Claim.Text)
                .Word("verdict", "What became of it.", AnswerWords.Word, f => f.Verdict)
                .Text("reason", "Why.", f => f.Reason)
                .Text("correction", "What would be true; may be empty.", f => f.Correction)),
    };

    /// <summary>What is published of a model's quality.</summary>
    public static ToolText<RankAnswer> Rank { get; } = new()
    {
        Name = "rank",
        Title = "What others publish of a model's quality",
        Description = "What others publish of a model's quality: who, when, whether they made it, and where they contradict each other. Never averaged, never guessed.",
        Fields = ["model!"],
        Sentences = a => Brief.Sentences(
            [
                $"{a.Model}:", a.Summary, a.Notice,
                .. a.Entries.Take(MostEntries).Select(e => $"{e.Claim.Benchmark}: {e.Result} ({e.Claim.Origin})."),
                .. a.Contradictions.Take(MostContradictions).Select(c => c.Sentence),
            ]),
        Figures = new ObjectShape<RankAnswer>()
            .Text("model", "The model.", a => a.Model)
            .Text("summary", "How much is published.", a => a.Summary)
            .List("claims", "The first claims.", a => a.Entries.Take(MostEntries), new ObjectShape<RankEntry>()
                .Text("benchmark", "What was tested.", e => e.Claim.Benchmark)
                .Text("result", "What came out.", e => e.Result)
                .Text("publisher", "Who tested.", e => e.Claim.Origin.Publisher)
                .Text("date", "When.", e => e.Claim.Origin.Date)
                .Flag("independent", "Whether whoever tested made no model in the test.", e => e.Claim.Origin.IsIndependent)
                .Text("source", "Where it stands.", e => e.Claim.Origin.Source))
            .Texts("contradictions", "Where publishers contradict each other, the first of them.", a => a.Contradictions.Take(MostContradictions).Select(c => c.Sentence)),
    };

    /// <summary>What words for hardware mean.</summary>
    public static ToolText<UnderstoodRig> IdentifyHardware { get; } = new()
    {
        Name = "identify_hardware",
        Title = "Which hardware is that?",
        Description = "How words for hardware are understood (\"dual 3090s and 64 gigs\", \"MacBook Pro M1 Max\"): every device with memory and bandwidth, main memory, and what was assumed. The `rig` it gives is taken by every other tool.",
        Fields = ["words"],
        Sentences = r => Brief.Sentences([$"{r.Words}: {Brief.Words(r.Rig)}.", .. r.Notices]),
        Figures = new ObjectShape<UnderstoodRig>()
            .Text("rig", "The machine in words that are understood the same again.", r => r.Words)
            .List("devices", "Its graphics processors.", r => r.Rig.Devices, new ObjectShape<Device>()
                .Text("name", "What it is.", d => d.Model ?? d.CatalogId ?? d.Name)
                .Bytes("memoryBytes", "Bytes of memory.", d => d.Memory)
                .NumberOrNull("bandwidthBytesPerSecond", "Peak bandwidth; null where unknown.", d => d.Bandwidth?.BytesPerSecond))
            .Bytes("hostMemoryBytes", "Bytes of main memory.", r => r.Rig.Host.Memory)
            .Texts("notices", "What was assumed.", r => r.Notices),
    };

    /// <summary>What words for a model mean.</summary>
    public static ToolText<UnderstoodModel> IdentifyModel { get; } = new()
    {
        Name = "identify_model",
        Title = "Which model is that?",
        Description = "How words for a model are understood (\"qwen 27b q4\", an Ollama tag, a file's name, a Hub address): which one, in which quantization, where it is published, whether it exists.",
        Fields = ["words!"],
        Sentences = m => Brief.Sentences(
            [$"{m.Id}{(m.Quant is string quant ? " in " + quant : "")}.", m.Nominal ? "Nobody published a model of that name." : "", m.Repository.Length > 0 ? $"Published as {m.Repository}." : "", .. m.Notices]),
        Figures = new ObjectShape<UnderstoodModel>()
            .Text("model", "Its catalogue name, taken by every other tool.", m => m.Id)
            .TextOrNull("quantization", "The quantization named; null for none.", m => m.Quant)
            .Text("repository", "Where it is published; may be empty.", m => m.Repository)
            .Flag("nominal", "Whether nobody published a model of that name.", m => m.Nominal)
            .Texts("notices", "What to know about it.", m => m.Notices),
    };

    /// <summary>What this machine is.</summary>
    public static ToolText<MachineReport> ThisMachine { get; } = new()
    {
        Name = "this_machine",
        Title = "What is this machine?",
        Description = "What the machine LocalRig runs on is: graphics processors with their memory, main memory, and how each was found. Tools without `rig` are answered for it.",
        Fields = [],
        Sentences = r => Brief.Sentences([$"{Brief.Words(r.Rig)}.", .. r.Rig.Notes]),
        Figures = new ObjectShape<MachineReport>()
            .List("devices", "Its graphics processors.", r => r.Rig.Devices, new ObjectShape<Device>()
                .Text("name", "What it is.", d => d.Model ?? d.CatalogId ?? d.Name)
                .Bytes("memoryBytes", "Bytes of memory.", d => d.Memory)
                .Bytes("usableBytes", "Bytes that can be had.", d => d.Usable ?? d.Memory))
            .Bytes("hostMemoryBytes", "Bytes of main memory.", r => r.Rig.Host.Memory)
            .Texts("notes", "What couldn't be found out.", r => r.Rig.Notes),
    };

    private static IEnumerable<Audit.Finding> Wrong(AuditReport report) => report.Findings.Where(f => f.Verdict is not (ClaimVerdict.Holds or ClaimVerdict.NotChecked));
}

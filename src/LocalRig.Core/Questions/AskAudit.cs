using System.Collections.Immutable;
using LocalRig.Answers;
using LocalRig.Audit;
using LocalRig.Audit.Reading;
using LocalRig.Contract;
using LocalRig.Words;

namespace LocalRig.Questions;

/// <summary>What is audited.</summary>
public sealed record AuditRequest
{
    /// <summary>The guide's file; empty where its text is given.</summary>
    public string File { get; init; } = "";

    /// <summary>The guide itself; null where a file is named.</summary>
    public string? Text { get; init; }

    /// <summary>What to call it; empty for the file's name.</summary>
    public string Source { get; init; } = "";

    /// <summary>The family that sizes without a name belong to; empty for none.</summary>
    public string Family { get; init; } = "";

    /// <summary>How it is written; null where the name's ending says, or the text.</summary>
    public string? Format { get; init; }
}

/// <summary><c>audit</c>: a guide's claims held against catalogue, arithmetic, ceilings and evidence.</summary>
public static class AskAudit
{
    private const string Hint = "Name a guide: Markdown, a page (.html or its address), plain text, or claims as .yaml or .json.";

    private static readonly (string Word, string Format)[] Formats = [("markdown", "markdown"), ("html", "html"), ("yaml", "yaml"), ("json", "json")];

    /// <summary>The question.</summary>
    public static Question<AuditRequest, AuditReport> Question { get; } = new()
    {
        Name = "audit",
        Sentence = "Check a guide's claims about models and hardware: what holds, what is false, with the working.",
        Group = QuestionGroup.CheckClaims,
        Example = """{"text":"An RTX 3090 has 24 GB of VRAM.","format":"markdown"}""",
        Reader = new(Fields(), new AuditRequest(), Complete),
        Answer = AnswerAsync,
        Shape = static () => AuditJson.Shape,
    };

    private static ImmutableArray<Field<AuditRequest>> Fields() =>
    [
        new() { Name = "file", Help = "the guide: Markdown, plain text, a page (.html or its address), or claims as .yaml or .json; - for standard input", Place = FieldPlace.Needed, Example = "guide.md", Apply = (r, v) => r with { File = v.Text("a file") } },
        new() { Name = "text", Help = "the guide itself, instead of a file", Example = "An RTX 3090 has 24 GB of VRAM.", Apply = (r, v) => r with { Text = v.Raw ?? "" } },
        new() { Name = "source", Help = "what to call it (default: the file's name)", Example = "a guide", Apply = (r, v) => r with { Source = v.Text("a name") } },
        new() { Name = "family", Help = "the family that sizes without a name belong to: Qwen3.5", Options = FieldOption.Value("NAME", "--family"), Example = "Qwen3.5", Apply = (r, v) => r with { Family = v.Text("a family") } },
        new()
        {
            Name = "format", Help = "markdown, html, yaml or json, where the name's ending doesn't say", Kind = FieldKind.Choice(Formats.Select(f => f.Word)), Options = FieldOption.Value("FORMAT", "--format"), Example = "markdown",
            Apply = (r, v) => r with { Format = Format(v) },
        },
    ];

    private static AuditRequest Complete(AuditRequest request, List<Problem> problems)
    {
        if (request.File.Length == 0 == request.Text is null && problems.Count == 0)
        {
            problems.Add(new Problem(ErrorCode.Usage, request.Text is null ? "No guide given." : "A guide is a file or a text, not both.", request.Text is null ? Hint : "Give one of them.", "file"));
        }

        return request;
    }

    private static string? Format(FieldReader value)
    {
        if (Formats.Any(f => value.IsWord(f.Word)))
        {
            return value.Raw!.ToLowerInvariant();
        }

        value.Refuse($"There is no format \"{value.Raw}\".", "Write markdown, html, yaml or json.");
        return null;
    }

    private static async Task<AuditReport> AnswerAsync(AuditRequest request, Inquiry inquiry)
    {
        string text = request.Text ?? await inquiry.DocumentAsync(request.File, Guide.MostCharacters + 1).ConfigureAwait(false);
        string name = request.File.Length > 0 ? request.File : request.Source.Length > 0 ? request.Source : "the text";
        Guide guide = Read(request, name, text, inquiry.Desk.Documents);
        AuditKnowledge knowledge = new(inquiry.Catalog, inquiry.Engine(null), inquiry.Desk.Prices, inquiry.Desk.Today, RigWords.TryParse) { Rankings = inquiry.Desk.Rankings };
        return new Auditor(knowledge).Check(guide, request.Source.Length > 0 ? request.Source : request.File.Length > 0 ? Path.GetFileName(request.File) : name) with { Text = text };
    }

    private static Guide Read(AuditRequest request, string name, string text, IDocuments documents)
    {
        if (text.StartsWith("%PDF-", StringComparison.Ordinal))
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"{char.ToUpperInvariant(name[0])}{name[1..]} is a PDF file; LocalRig reads its text.", "Take it out first: pdftotext guide.pdf - | localrig audit -", name));
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"{char.ToUpperInvariant(name[0])}{name[1..]} is no text.", Hint, name));
        }

        string format = request.Format ?? Path.GetExtension(request.File).ToLowerInvariant() switch
        {
            ".yaml" or ".yml" => "yaml",
            ".json" => "json",
            ".html" or ".htm" => "html",
            _ when HtmlGuide.Is(text) => "html",
            _ => request.File.Length == 0 && text.TrimStart() is ['{' or '[', ..] ? "json" : "markdown",
        };
        try
        {
            return format switch { "yaml" => documents.ReadYaml(text), "json" => JsonGuide.Read(text), "html" => HtmlGuide.Read(text, request.Family), _ => MarkdownGuide.Read(text, request.Family) };
        }
        catch (GuideFormatException wrong)
        {
            string where = wrong.Line > 0 ? $"{name}, line {wrong.Line}" : name;
            throw new RequestException(new Problem(ErrorCode.Usage, $"{where}: {wrong.Message}", "docs/audit.md shows what a guide looks like.", where));
        }
    }
}

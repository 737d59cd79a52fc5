using System.CommandLine;
using System.Text;
using LocalRig.Words;
using LocalRig.Audit;
using LocalRig.Audit.Reading;
using LocalRig.Catalog;
using LocalRig.Cli.Lookup;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Local.Guides;
using LocalRig.Prices;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig audit</c>: a guide's claims held against catalogue, arithmetic, ceilings and evidence.</summary>
internal static class AuditCommand
{
    /// <summary>The exit code when a claim has a verdict the caller wanted to fail on.</summary>
    public const int Failed = 6;

    private static readonly string[] Formats = ["markdown", "yaml", "json"];

    public static Command Make(Surroundings surroundings)
    {
        Command command = new("audit", "Check a guide's claims about models and hardware: what holds, what is false, with the working.");
        Argument<string> file = new("file") { Description = "the guide: Markdown, or claims as .yaml or .json; - for standard input" };
        Option<string?> family = new("--family") { Description = "the family that sizes without a name belong to: Qwen3.5", HelpName = "NAME" };
        Option<string?> format = new("--format") { Description = "markdown, yaml or json, where the name's ending doesn't say", HelpName = "FORMAT" };
        Option<string?> failOn = new("--fail-on") { Description = $"exit with code {Failed} when a claim has one of these verdicts: false,misleading,unsupported,not-checked", HelpName = "VERDICTS" };
        Option<bool> brief = new("--brief") { Description = "verdicts and corrections without the working" };
        Option<bool> json = SharedOptions.Json();
        foreach (Symbol symbol in (Symbol[])[file, family, format, failOn, brief, json])
        {
            Add(command, symbol);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            HashSet<ClaimVerdict> wanted = Verdicts(parsed.GetValue(failOn));
            string path = parsed.GetRequiredValue(file);
            Guide guide = Read(path, await TextAsync(path, surroundings.Terminal, cancellation), parsed.GetValue(format), parsed.GetValue(family) ?? "");
            DateOnly today = surroundings.Today;
            AuditKnowledge knowledge = new(ModelCatalog.Default, surroundings.Engines.Find(null), PriceList.Default, today, RigWords.TryParse);
            AuditReport report = new Auditor(knowledge).Check(guide, path == "-" ? "standard input" : Path.GetFileName(path));
            Terminal terminal = surroundings.Terminal;
            terminal.Answer(parsed.GetValue(json), w => AuditWriter.Write(w, report), () => AuditScreen.Of(report, parsed.GetValue(brief)));
            return report.Findings.Any(f => wanted.Contains(f.Verdict)) ? Failed : 0;
        });
        return command;
    }

    private static void Add(Command command, Symbol symbol)
    {
        if (symbol is Argument argument)
        {
            command.Add(argument);
        }
        else if (symbol is Option option)
        {
            command.Add(option);
        }
    }

    private static HashSet<ClaimVerdict> Verdicts(string? words)
    {
        HashSet<ClaimVerdict> verdicts = [];
        foreach (string word in (words ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            verdicts.Add(AuditWriter.Order.Where(v => AuditWriter.Word(v).Equals(word, StringComparison.OrdinalIgnoreCase)).Select(v => (ClaimVerdict?)v).FirstOrDefault()
                ?? throw new RequestException(new Problem(ErrorCode.Usage, $"There is no verdict \"{word}\".", $"Verdicts are {string.Join(", ", AuditWriter.Order.Select(AuditWriter.Word))}.", "--fail-on")));
        }

        return verdicts;
    }

    /// <summary>The guide's text, never much more of it than is read.</summary>
    private static async Task<string> TextAsync(string path, Terminal terminal, CancellationToken cancellation)
    {
        if (path != "-")
        {
            using TextReader file = SharedOptions.OpenText(path, "Name a guide: Markdown, or claims as .yaml or .json.");
            char[] text = new char[Guide.MostCharacters + 1];
            return new string(text, 0, await file.ReadBlockAsync(text.AsMemory(), cancellation));
        }

        StringBuilder lines = new();
        while (lines.Length <= Guide.MostCharacters && await terminal.Input.ReadLineAsync(cancellation) is string line)
        {
            lines.Append(line).Append('\n');
        }

        return lines.ToString();
    }

    private static Guide Read(string path, string text, string? format, string family)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"{(path == "-" ? "Standard input" : path)} is no text.", "Name a guide: Markdown, or claims as .yaml or .json.", path));
        }

        string kind = format?.ToLowerInvariant() ?? Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".yaml" or ".yml" => "yaml",
            ".json" => "json",
            _ => path == "-" && text.TrimStart() is ['{' or '[', ..] ? "json" : "markdown",
        };
        if (!Formats.Contains(kind))
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"There is no format \"{format}\".", "Write markdown, yaml or json.", "--format"));
        }

        try
        {
            return kind switch { "yaml" => YamlGuide.Read(text), "json" => JsonGuide.Read(text), _ => MarkdownGuide.Read(text, family) };
        }
        catch (GuideFormatException wrong)
        {
            string name = path == "-" ? "standard input" : path;
            string where = wrong.Line > 0 ? $"{name}, line {wrong.Line}" : name;
            throw new RequestException(new Problem(ErrorCode.Usage, $"{where}: {wrong.Message}", "docs/audit.md shows what a guide looks like.", where));
        }
    }
}

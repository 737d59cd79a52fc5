using LocalRig.Questions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Commands;

/// <summary>The program's help: its questions by what they are for.</summary>
internal static class GroupedHelp
{
    private static readonly (QuestionGroup Group, string Title)[] Groups =
    [
        (QuestionGroup.SeeWhatRuns, "see what runs"), (QuestionGroup.PlanItExactly, "plan it exactly"), (QuestionGroup.Decide, "decide"),
        (QuestionGroup.CheckClaims, "check claims and names"), (QuestionGroup.RunIt, "run it"),
    ];

    private static readonly (string Name, string Sentence)[] Others =
    [
        .. ProofCommands.Named,
        (WebCommand.Name, WebCommand.Sentence),
        (McpCommand.Name, McpCommand.Sentence),
        (SiteCommand.Name, SiteCommand.Sentence),
        ("help", "What LocalRig can and can't tell: training, users, cluster, runtimes, best, hardware, scope."),
        ("schema", "JSON Schema of a question's requests and answers."),
        ("completions", "A completion script for your shell: eval \"$(localrig completions bash)\"."),
    ];

    /// <summary>Whether a command line asks for it.</summary>
    public static bool IsAsked(string[] args) => args is ["--help" or "-h" or "-?" or "/?" or "/h"];

    /// <summary>The screen.</summary>
    public static IRenderable Screen()
    {
        Question[] questions = [.. QuestionTable.All];
        int column = questions.Select(q => q.Name).Concat(Others.Select(o => o.Name)).Max(n => n.Length);
        List<IRenderable> rows =
        [
            new Text("Which open model can this machine run, how much memory does it take, how fast is it? Exact, with reasons."), Text.Empty,
            new Text("  localrig [--rig RIG]                what this machine, or another, runs of the catalogue"),
            new Text("  localrig COMMAND … [--json]         a question; --help after it shows what it can be told"),
            new Text("  localrig COMMAND --batch FILE       one JSON request per line, - for standard input"), Text.Empty,
        ];
        foreach ((QuestionGroup group, string title) in Groups)
        {
            rows.Add(new Markup($"[bold]{title}[/]"));
            rows.Add(Table(questions.Where(q => q.Group == group).Select(q => (q.Name, q.Sentence)), column));
            rows.Add(Text.Empty);
        }

        rows.Add(new Markup("[bold]besides[/]"));
        rows.Add(Table(Others, column));
        return new Rows(rows);
    }

    private static Grid Table(IEnumerable<(string Name, string Sentence)> lines, int column)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap().Width(column).PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        foreach ((string name, string sentence) in lines)
        {
            grid.AddRow(new Text(name), new Text(sentence));
        }

        return grid;
    }
}

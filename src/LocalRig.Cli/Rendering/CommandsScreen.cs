using System.Collections.Immutable;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Runtimes;
using Spectre.Console;

namespace LocalRig.Cli.Rendering;

/// <summary>Commands per runtime as people read and copy them: what is to be copied is never broken at the screen's edge.</summary>
internal static class CommandsScreen
{
    public static void Show(Terminal terminal, CommandsAnswer answer, bool why)
    {
        if (answer.Kept is { } kept)
        {
            KeptFileText.Print(terminal, kept);
        }
        else
        {
            Draw(terminal, answer.Plan, answer.Commands, why);
        }
    }

    private static void Draw(Terminal terminal, MemoryPlan plan, ImmutableArray<RuntimeCommand> commands, bool why)
    {
        string quant = plan.Model.QuantName.Length > 0 ? " " + plan.Model.QuantName : "";
        terminal.Draw(new Markup($"[bold]{Markup.Escape(plan.Model.Id + quant)}[/]  on {Markup.Escape(plan.Rig.Name)}, {plan.Effective.Context:N0} tokens of context: {Markup.Escape(plan.Advice)}\n"));
        foreach (RuntimeCommand command in commands)
        {
            terminal.Output.WriteLine();
            terminal.Draw(new Markup($"[bold]{Markup.Escape(command.Title)}[/]  [grey]{Markup.Escape(command.Version)}[/]\n"));
            if (command.Cannot.Length > 0)
            {
                terminal.Draw(new Padder(new Text(command.Cannot), new Padding(2, 0, 0, 0)));
                continue;
            }

            foreach (string line in command.Script.Split('\n'))
            {
                terminal.Output.WriteLine(VisibleText.Of(line)); // not indented: a here-document copied with its indent would not end
            }

            Notes notes = new(terminal.Width, why);
            foreach (string note in (IEnumerable<string>)[.. command.Download is { } download ? [download.Sentence] : Array.Empty<string>(), .. command.Notes])
            {
                terminal.Draw(new Rows(notes.Take(note, indent: 2)));
            }

            terminal.Draw(new Rows(notes.Rest(2)));
        }
    }
}

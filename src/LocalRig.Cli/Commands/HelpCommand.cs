using System.CommandLine;
using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Shapes;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig help TOPIC</c>: what LocalRig can and can't tell about training, many users, the best model, unknown hardware.</summary>
internal static class HelpCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("help", $"What LocalRig can and can't tell: {string.Join(", ", Topic.All.Select(t => t.Name))}.");
        Argument<string?> name = new("topic") { Description = "one of them; without one, scope", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> json = new(QuestionCommand.JsonName) { Description = "print the answer, or the error, as JSON" };
        command.Add(name);
        command.Add(json);
        command.SetAction(parsed =>
        {
            string wanted = parsed.GetValue(name) ?? "scope";
            Topic topic = Topic.Find(wanted) ?? throw new RequestException(new Problem(
                ErrorCode.Usage, $"There is no topic \"{wanted}\".", $"Topics are {string.Join(", ", Topic.All.Select(t => t.Name))}; for a command write `localrig plan --help`.", "topic"));
            if (parsed.GetValue(json))
            {
                surroundings.Terminal.Output.WriteLine(JsonText.Of(w => Write(w, topic)));
            }
            else
            {
                surroundings.Terminal.Draw(Screen(topic));
            }

            return 0;
        });
        return command;
    }

    private static Rows Screen(Topic topic)
    {
        List<IRenderable> rows = [new Markup($"[bold]{topic.Name}[/]"), new Text(topic.Cannot), Text.Empty, new Text(topic.Can), Text.Empty];
        rows.AddRange(topic.Commands.Select(c => new Text("  $ " + c)));
        if (topic.Elsewhere.Length > 0)
        {
            rows.Add(Text.Empty);
            rows.Add(new Text(topic.Elsewhere));
        }

        return new Rows(rows);
    }

    private static void Write(Utf8JsonWriter json, Topic topic)
    {
        json.WriteStartObject();
        json.WriteString("topic", topic.Name);
        json.WriteString("cannot", topic.Cannot);
        json.WriteString("can", topic.Can);
        json.WriteStartArray("commands");
        foreach (string command in topic.Commands)
        {
            json.WriteStringValue(command);
        }

        json.WriteEndArray();
        json.WriteString("elsewhere", topic.Elsewhere);
        json.WriteEndObject();
    }
}

using System.CommandLine;
using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Questions;
using LocalRig.Shapes;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig schema [QUESTION]</c>: JSON Schema of requests and answers.</summary>
internal static class SchemaCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("schema", "JSON Schema of a question's requests and answers; of every question without a name.");
        Argument<string?> name = new("question") { Description = "a question: plan, match", Arity = ArgumentArity.ZeroOrOne };
        name.CompletionSources.Add([.. QuestionTable.Names]);
        command.Add(name);
        command.Add(new Option<bool>(QuestionCommand.JsonName) { Description = "it is always JSON", Hidden = true });
        command.SetAction(parsed =>
        {
            string? wanted = parsed.GetValue(name);
            surroundings.Terminal.Output.WriteLine(wanted is null ? JsonText.Of(All) : JsonText.Of(json => Schemas.Write(json, QuestionTable.Get(wanted))));
            return 0;
        });
        return command;
    }

    private static void All(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("questions");
        foreach (Question question in QuestionTable.All)
        {
            Schemas.Write(json, question);
        }

        json.WriteEndArray();
        json.WritePropertyName("error");
        json.WriteRawValue(Schemas.Error());
        json.WriteEndObject();
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Runtimes;

namespace LocalRig.Contract;

/// <summary>Writes a plan's commands as JSON: scripts by runtime, as in every plan, and everything about them.</summary>
public static class CommandsWriter
{
    /// <summary>Writes the plan's <c>commands</c> object: a script per runtime that can run it.</summary>
    public static void Scripts(Utf8JsonWriter json, IEnumerable<RuntimeCommand> commands)
    {
        json.WriteStartObject("commands");
        foreach (RuntimeCommand command in commands.Where(c => c.Cannot.Length == 0))
        {
            json.WriteString(command.Runtime, command.Script);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the answer of <c>localrig commands</c>.</summary>
    public static void Write(Utf8JsonWriter json, string model, string quantization, string rig, ImmutableArray<RuntimeCommand> commands)
    {
        json.WriteStartObject();
        json.WriteString("model", model);
        json.WriteString("quantization", quantization);
        json.WriteString("rig", rig);
        Scripts(json, commands);
        json.WriteObjects("runtimes", commands, command => One(json, command));
        json.WriteEndObject();
    }

    private static void One(Utf8JsonWriter json, RuntimeCommand command)
    {
        json.WriteString("runtime", command.Runtime);
        json.WriteString("version", command.Version);
        json.WriteString("source", command.Source);
        json.WriteBoolean("runs", command.Cannot.Length == 0);
        json.WriteString("cannot", command.Cannot);
        json.WriteTexts("lines", command.Lines);
        json.WriteStartObject("environment");
        foreach (RuntimeVariable variable in command.Environment)
        {
            json.WriteString(variable.Name, variable.Value);
        }

        json.WriteEndObject();
        json.WriteStartObject("files");
        foreach (RuntimeFile file in command.Files)
        {
            json.WriteString(file.Name, file.Text);
        }

        json.WriteEndObject();
        json.WriteTexts("notes", command.Notes);
    }
}

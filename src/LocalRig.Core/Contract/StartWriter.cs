using System.Text.Json;
using LocalRig.Advice.Starting;
using LocalRig.Planning;
using LocalRig.Runtimes;

namespace LocalRig.Contract;

/// <summary>Writes a pick for somebody who starts as JSON.</summary>
public static class StartWriter
{
    /// <summary>Writes the pick.</summary>
    public static void Write(Utf8JsonWriter json, StartPick pick)
    {
        json.WriteStartObject();
        json.WriteString("rig", pick.Rig.Name);
        json.WriteString("for", Word(pick.Question.Purpose));
        json.WriteString("want", Word(pick.Question.Priority));
        json.WriteNumber("modelsThatRun", pick.Runs);
        if (pick.Line is { } line)
        {
            json.WriteContexts(line);
            json.WriteString("command", LlamaServerCommand.Line(line.Plan));
            json.WriteTexts("because", pick.Because);
            json.WritePropertyName("plan");
            PlanResultWriter.Write(json, line.Plan);
        }

        if (pick.Next is { } next)
        {
            json.WriteStartObject("next");
            json.WriteString("model", next.Model.Id);
            json.WriteString("quantization", next.Plan.Model.QuantName);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>A purpose's word: <c>chat</c>, <c>several</c>.</summary>
    public static string Word(Purpose purpose) =>
        purpose switch { Purpose.Coding => "coding", Purpose.Documents => "documents", Purpose.Several => "several", _ => "chat" };

    /// <summary>A priority's word: <c>quality</c>, <c>speed</c>.</summary>
    public static string Word(Priority priority) => priority == Priority.Speed ? "speed" : "quality";
}

using System.Text.Json;
using LocalRig.Advice;
using LocalRig.Advice.Matching;

namespace LocalRig.Contract;

/// <summary>Writes matches as JSON.</summary>
public static class MatchWriter
{
    /// <summary>Writes one entry per rig: the best model's plan, the runner-up's, and why.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<HardwareMatch> matches)
    {
        json.WriteStartObject();
        json.WriteObjects("matches", matches, match =>
        {
            json.WriteString("tier", match.Tier);
            json.WriteString("rig", match.Rig.Name);
            json.WriteNumber("minTokensPerSecond", match.Usable.TokensPerSecond);
            json.WriteNumber("minContext", match.Usable.Context);
            json.WriteString("accept", PlanResultWriter.Word(match.Usable.Worst));
            Line(json, "best", match.Best);
            json.WriteString("because", match.Because);
            Line(json, "runnerUp", match.RunnerUp);
            json.WriteString("whyNot", match.WhyNot);
            json.WriteString("passedOver", match.PassedOver);
            json.WriteString("moreContext", match.MoreContext);
        });
        json.WriteEndObject();
    }

    private static void Line(Utf8JsonWriter json, string name, SurveyLine? line)
    {
        json.WritePropertyName(name);
        if (line is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteContexts(line);
        json.WritePropertyName("plan");
        PlanResultWriter.Write(json, line.Plan);
        json.WriteEndObject();
    }
}

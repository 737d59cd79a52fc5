using System.Text.Json;
using LocalRig.Advice.Levers;
using LocalRig.Planning;

namespace LocalRig.Contract;

/// <summary>Writes levers as JSON: the plan as it is, every change with exact bytes per device, and the cheapest that helps.</summary>
public static class LeversWriter
{
    private const int Digits = 3;

    /// <summary>Writes the answer.</summary>
    public static void Write(Utf8JsonWriter json, LeverBoard board)
    {
        json.WriteStartObject();
        json.WritePropertyName("now");
        PlanResultWriter.Write(json, board.Now);
        json.WriteString("goal", Word(board.Goal));
        json.WriteNumber("lackBytes", board.Lack.Bytes);
        json.WriteString("conclusion", board.Conclusion);
        if (board.Projector is Projector projector)
        {
            json.WriteNumber("projectorBytes", projector.Weights.Bytes);
        }

        if (board.Desktop is DesktopMemory desktop)
        {
            json.WriteStartObject("desktop");
            json.WriteNumber("lowBytes", desktop.Low.Bytes);
            json.WriteNumber("highBytes", desktop.High.Bytes);
            json.WriteString("source", desktop.Source);
            json.WriteString("kind", PlanResultWriter.Word(desktop.Kind));
            json.WriteEndObject();
        }

        if (board.Cheapest is LeverEffect cheapest)
        {
            json.WritePropertyName("cheapest");
            Effect(json, cheapest);
        }

        if (board.Gentler is LeverEffect gentler)
        {
            json.WritePropertyName("gentler");
            Effect(json, gentler);
        }

        json.WriteStartArray("levers");
        foreach (LeverEffect effect in board.Effects)
        {
            Effect(json, effect);
        }

        json.WriteEndArray();
        json.WriteStartArray("wouldNotFit");
        foreach (LeverEffect effect in board.TooMuch)
        {
            Effect(json, effect);
        }

        json.WriteEndArray();
        Without(json, board);
        json.WriteEndObject();
    }

    /// <summary>The word for a goal.</summary>
    public static string Word(LeverGoal goal) =>
        goal switch { LeverGoal.Fit => "fit", LeverGoal.OnDevices => "on-devices", LeverGoal.Margin => "margin", _ => "none" };

    private static void Without(Utf8JsonWriter json, LeverBoard board)
    {
        json.WriteTexts("noEffect", board.Idle.Select(l => l.Id));
        json.WriteObjects("refused", board.Refused, refused =>
        {
            json.WriteString("id", refused.Lever.Id);
            json.WriteString("reason", refused.Reason);
        });
    }

    private static void Effect(Utf8JsonWriter json, LeverEffect effect)
    {
        json.WriteStartObject();
        json.WriteObjects("changes", effect.Levers, lever =>
        {
            json.WriteString("id", lever.Id);
            json.WriteString("change", lever.Change);
            json.WriteString("options", lever.Options);
            json.WriteString("quality", lever.Quality);
            json.WriteQuality("evidence", lever.Evidence);
            json.WriteString("qualityLoss", Word(lever.QualityLoss));
            json.WriteString("capacityLoss", Word(lever.CapacityLoss));
        });
        json.WriteObjects("devices", effect.Savings, saving =>
        {
            json.WriteString("name", saving.Name);
            json.WriteNumber("savedBytes", saving.Saved.Bytes);
            json.WriteNumber("headroomWonBytes", saving.HeadroomWon.Bytes);
        });
        json.WriteNumber("lackBytes", effect.LackAfter.Bytes);
        json.WriteBoolean("reachesGoal", effect.Reaches);
        json.WriteString("verdict", PlanResultWriter.Word(effect.After.Verdict));
        json.WriteString("speedLoss", Word(effect.SpeedLoss));
        if (effect.TokensPerSecondWon is double won)
        {
            json.WriteNumber("tokensPerSecondWon", Math.Round(won, Digits));
            ForecastWriter.Write(json, effect.After.Forecast!);
        }

        json.WriteEndObject();
    }

    private static string Word(Loss loss) =>
        loss switch { Loss.None => "none", Loss.Small => "small", Loss.Noticeable => "noticeable", Loss.Large => "large", _ => "purchase" };
}

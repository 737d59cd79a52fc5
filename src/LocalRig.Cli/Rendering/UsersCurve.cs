using LocalRig.Answers;
using LocalRig.Forecasting;
using LocalRig.Planning;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>Memory and speed against users at once, as a table in a terminal.</summary>
internal static class UsersCurve
{
    /// <summary>The table, with the number of users from which on more of them gain little.</summary>
    public static IRenderable Of(Curve curve)
    {
        MemoryPlan first = curve.Points[0];
        string name = $"[bold]{Markup.Escape(first.Model.Id)} {Markup.Escape(first.Model.QuantName)}[/] on {Markup.Escape(first.Rig.Name)}";
        if (curve.ByUsers.IsEmpty)
        {
            return new Markup($"{name}: no speed is known, so none for several users.");
        }

        Table table = Quantities.PlainTable(">users", ">together", "80 %", ">each", "80 %", ">memory", "");
        foreach (MemoryPlan plan in curve.ByUsers)
        {
            int users = plan.Question.Workload.Parallel;
            table.AddRow(
                new Markup(users == curve.Knee ? $"[bold]{users}[/]" : $"{users}"),
                new Markup($"[blue]{Curve.Total(plan).TokensPerSecond:0.#}[/]"), new Markup(Range(Curve.Total(plan))),
                new Markup($"{Curve.Each(plan).TokensPerSecond:0.#}"), new Markup(Range(Curve.Each(plan))),
                new Markup($"{Curve.Used(plan).Gibibytes:0.0} GiB"),
                new Markup($"{plan.Verdict.Word().Replace('-', ' ')}{(users == curve.Knee ? ", knee" : "")}"));
        }

        MemoryPlan one = curve.ByUsers[0];
        return new Rows(
        [
            new Markup($"{name}: tokens/s of all users at once and of each, {Quantities.Tokens(one.Effective.Context)} tokens of context for each, {one.Question.EffectiveDepth:N0} of them in use"),
            Text.Empty,
            table,
            Text.Empty,
            new Markup(curve.Knee is int knee
                ? $"Knee at {knee}: beyond it, twice the users never have half as much again together. Other users' prompts are read in between and slow every answer while they are."
                : $"No knee up to {curve.ByUsers[^1].Question.Workload.Parallel} users, the most that was measured. Other users' prompts are read in between and slow every answer while they are."),
            .. HostNote.Of(first.Rig),
        ]);
    }

    private static string Range(RateForecast rate) => $"{rate.Low:0.#}–{rate.High:0.#}";
}

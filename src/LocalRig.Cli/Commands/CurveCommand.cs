using System.CommandLine;
using System.Text.Json;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Forecasting;
using LocalRig.Planning;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig curve</c>: memory and speed against context.</summary>
internal static class CurveCommand
{
    private const int ShortestContext = 1024;

    public static Command Make(Surroundings surroundings)
    {
        Command command = new("curve", "Memory and speed against context, from 1k tokens to what the model was trained for.");
        Argument<string> model = SharedOptions.Model();
        Option<bool> json = SharedOptions.Json();
        Option<bool> svg = new("--svg") { Description = "print the chart as an SVG picture" };
        command.Add(model);
        RequestOptions options = new(command);
        command.Add(json);
        command.Add(svg);
        command.SetAction(async (parsed, cancellation) =>
        {
            List<MemoryPlan> points = await PointsAsync(new PlanService(surroundings), options.Request(parsed, parsed.GetValue(model)!), cancellation);
            Terminal terminal = surroundings.Terminal;
            if (parsed.GetValue(json))
            {
                terminal.Output.WriteLine(PlanResultWriter.Text(false, w => Write(w, points)));
            }
            else if (parsed.GetValue(svg))
            {
                terminal.Output.Write(CurvePicture.Svg(points));
            }
            else
            {
                terminal.Draw(CurveScreen.Of(points, terminal.Width));
            }

            return 0;
        });
        return command;
    }

    /// <summary>One plan per doubling of the context, all with the quantization of the first, each forecast with its context full.</summary>
    private static async Task<List<MemoryPlan>> PointsAsync(PlanService service, PlanRequest request, CancellationToken cancellation)
    {
        List<MemoryPlan> points = [];
        int longest = ShortestContext;
        for (int context = ShortestContext; context <= longest; context *= 2)
        {
            PlanQuestion question = request.Question with { Workload = request.Question.Workload with { Context = context }, Depth = context };
            MemoryPlan plan = await service.AnswerAsync(request with { Question = question }, cancellation).ConfigureAwait(false);
            points.Add(plan);
            longest = plan.Model.Architecture?.ContextLength ?? request.Question.Workload.Context;
            request = request with { Quant = request.Quant ?? (plan.Model.QuantName.Length > 0 ? plan.Model.QuantName : null) };
        }

        return points;
    }

    private static void Write(Utf8JsonWriter json, List<MemoryPlan> points)
    {
        json.WriteStartObject();
        json.WriteString("model", points[0].Model.Id);
        json.WriteString("quantization", points[0].Model.QuantName);
        json.WriteString("rig", points[0].Rig.Name);
        json.WriteObjects("points", points, plan =>
        {
            json.WriteNumber("context", plan.Effective.Context);
            json.WriteNumber("totalBytes", plan.Total.Bytes);
            json.WriteNumber("deviceBytes", CurveScreen.Used(plan).Bytes);
            json.WriteNumber("usableBytes", CurveScreen.Usable(plan).Bytes);
            json.WriteString("verdict", PlanResultWriter.Word(plan.Verdict));
            if (plan.Forecast is Forecast forecast)
            {
                ForecastWriter.Write(json, forecast);
            }
        });
        json.WriteEndObject();
    }
}

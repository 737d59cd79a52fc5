using System.Globalization;
using System.Text.Json;
using LocalRig.Core.Tests.House;
using LocalRig.Questions;
using Xunit;

namespace LocalRig.Core.Tests.Forecasting;

/// <summary>Forecasts as a user gets them, evidence and all, against what others measured with llama.cpp from April to August 2026 and the ledger never had
/// (tests/data/evidence/unseen.csv: community reports in llmfit's repository). They stay out of the ledger: their only use is to say how far off a new report is.</summary>
public class UnseenReportsTests
{
    private static readonly Lazy<Report[]> Reports = new(Read);

    /// <summary>A device counts once, however many reports it has. Devices with one or two reports tell nothing of their own.</summary>
    [Fact]
    public void Reports_nobody_showed_the_fit_are_near_what_is_forecast()
    {
        Report[][] devices = [.. Reports.Value.GroupBy(r => r.Rig).Where(d => d.Count() > 2).Select(d => d.ToArray())];
        double[] errors = [.. devices.Select(d => Middle(d.Select(r => Math.Abs(r.Forecast / r.Measured - 1)))).Order()];
        double inside = devices.Average(d => d.Average(r => r.Measured >= r.Low && r.Measured <= r.High ? 1.0 : 0));

        Assert.True(devices.Length >= 6, $"{devices.Length} devices");
        Assert.True(Middle(errors) <= 0.12, $"the middle device is {Middle(errors):P1} off");
        Assert.True(inside >= 0.7, $"{inside:P0} inside the interval");
    }

    /// <summary>Stalled runs of another program (llamafile on LocalScore, 2025: 45 tok/s of an 8B model on an RTX 5080) are no evidence of llama.cpp's speed.</summary>
    [Theory]
    [InlineData("rtx-5080")]
    [InlineData("rtx-5090")]
    public void What_llamafile_once_reached_on_a_card_is_not_what_llama_cpp_reaches(string rig)
    {
        Report[] reports = [.. Reports.Value.Where(r => r.Rig == rig)];

        Assert.NotEmpty(reports);
        Assert.InRange(Middle(reports.Select(r => r.Forecast / r.Measured)), 0.85, 1.15);
    }

    private static Report[] Read()
    {
        Desk desk = new();
        return [.. File.ReadLines(Path.Combine(Repository.Root, "tests/data/evidence/unseen.csv")).Skip(1).Select(line => line.Split(',')).Select(cells =>
        {
            string request = JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["rig"] = cells[0],
                ["model"] = cells[1],
                ["quant"] = cells[2],
                ["depth"] = int.Parse(cells[3], CultureInfo.InvariantCulture),
                ["ctx"] = Math.Max(2048, int.Parse(cells[3], CultureInfo.InvariantCulture) + 512),
                ["gpuLayers"] = "all",
            });
            using JsonDocument answer = JsonDocument.Parse(desk.AskAsync("plan", request).Result);
            JsonElement decode = answer.RootElement.GetProperty("throughput").GetProperty("decode");
            return new Report(
                cells[0],
                double.Parse(cells[4], CultureInfo.InvariantCulture),
                decode.GetProperty("tokensPerSecond").GetDouble(),
                decode.GetProperty("low").GetDouble(),
                decode.GetProperty("high").GetDouble());
        })];
    }

    private static double Middle(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }

    private sealed record Report(string Rig, double Measured, double Forecast, double Low, double High);
}

using System.Collections.Immutable;
using LocalRig.Words;
using LocalRig.Advice;
using LocalRig.Advice.Buying;
using LocalRig.Catalog;
using LocalRig.Cli;
using LocalRig.Cli.Rendering;
using LocalRig.Core.Tests.Planning;
using LocalRig.Forecasting;
using LocalRig.Prices;
using LocalRig.Rigs;
using LocalRig.Units;
using Spectre.Console.Rendering;
using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary>Screens of answers whose speeds are set by hand, so that they change only when the layout does.</summary>
public class BuyScreenTests
{
    private static readonly string[] Models = ["Qwen3.5-9B", "Qwen3.5-27B", "Qwen3.5-122B-A10B"];
    private static readonly string[] Devices = ["rtx-3060-12-gb", "rtx-3090", "strix-halo-395", "rtx-5060-ti-16-gb"];

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void What_the_money_buys(int width)
    {
        BuyAnswer answer = new BuyAdvisor(Shop()).Answer(Question(3200));
        answer = answer with { Offers = [.. answer.Offers.Select(o => o with { Models = Set(o.Models), Yield = o.Yield is Yield y ? y with { Decode = Rate(50) } : null })] };
        Golden.Matches(Draw(BuyScreen.Of(answer, all: false, width), width), $"buy-{width}");
    }

    [Fact]
    public void Too_little_money_buys_nothing() =>
        Golden.Matches(Draw(BuyScreen.Of(new BuyAdvisor(Shop()).Answer(Question(50)), all: false, 80), 80), "buy-nothing-80");

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void What_can_be_made_of_a_machine(int width)
    {
        Rig rig = RigWords.TryParse("rtx-3060-12-gb + 32GiB")!;
        UpgradeAnswer answer = new UpgradeAdvisor(Shop()).Answer(rig, Question(1500));
        answer = answer with { Now = Set(answer.Now), Steps = Set(answer.Steps), Unpriced = Set(answer.Unpriced) };
        Golden.Matches(Draw(UpgradeScreen.Of(answer, all: false, width), width), $"upgrade-{width}");
    }

    private static BuyQuestion Question(decimal budget) =>
        new() { Budget = budget, Exchange = Exchange.None(Currency.Dollar), Today = new DateOnly(2026, 11, 23), Yardstick = new Yardstick(ModelCatalog.Default.Get("Qwen3.5-9B"), "Q4_K_M") };

    private static Shop Shop() =>
        new(
            [.. Models.Select(ModelCatalog.Default.Get)],
            PriceList.Default with { Hardware = [.. PriceList.Default.Hardware.Where(c => Devices.Contains(c.Device) || c.Form == ProductForm.Memory)] },
            new PlainEngine(), RigWords.TryParse);

    private static ImmutableArray<UpgradeStep> Set(ImmutableArray<UpgradeStep> steps) =>
        [.. steps.Select(s => s with { Newly = Set(s.Newly), Faster = s.Faster is Faster f ? new Faster(Set([f.Now])[0], Set([f.Then])[0]) : null })];

    private static ImmutableArray<SurveyLine> Set(ImmutableArray<SurveyLine> lines) =>
        [.. lines.Select(l => l with { Plan = l.Plan with { Forecast = new Forecast { Decode = Rate(20), Prefill = Rate(800), TimeToFirstTokenSeconds = 1, AnswerMinutes = 1 } } })];

    private static RateForecast Rate(double rate) => new(rate, rate * 0.8, rate * 1.2, rate * 2, Bound.MemoryBandwidth, Basis.Calibrated);

    private static string Draw(IRenderable what, int width)
    {
        StringWriter output = new();
        using Terminal terminal = new(TextReader.Null, output, TextWriter.Null, width, colour: false);
        terminal.Draw(what);
        return output.ToString();
    }
}

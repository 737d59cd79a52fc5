using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Words;
using LocalRig.Advice;
using LocalRig.Advice.Needs;
using LocalRig.Cli;
using LocalRig.Cli.Rendering;
using LocalRig.Core.Tests.Planning;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Prices;
using LocalRig.Rigs;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class NeedsTests
{
    private static readonly DateOnly Seen = new(2026, 10, 1);

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Memory_bandwidth_and_machines(int width) => LooksLike($"needs-{width}", Answer(10, experts: true), width);

    [Fact]
    public void A_speed_nothing_reaches() => LooksLike("needs-none-80", Answer(1_000_000, experts: false), 80);

    [Fact]
    public async Task Json_names_bytes_and_machines()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["needs", "dense", "--tps", "20", "--json"]);
        Assert.Equal(0, answer.Code);
        JsonElement needs = JsonDocument.Parse(answer.Output).RootElement;
        JsonElement card = needs.GetProperty("quantizations")[0].GetProperty("memory").EnumerateArray().Single(m => m.GetProperty("kind").GetString() == "one-card");
        Assert.Equal(0, card.GetProperty("smallestBytes").GetInt64() % (1 << 20));
        Assert.Equal(3, needs.GetProperty("bandwidths").GetArrayLength());
        Assert.All(needs.GetProperty("rigs").EnumerateArray(), r => Assert.True(r.GetProperty("throughput").GetProperty("decode").GetProperty("tokensPerSecond").GetDouble() >= 20));
    }

    [Theory]
    [InlineData("--tps", "-5")]
    [InlineData("--tps", "fast")]
    [InlineData("--tps", "0")]
    [InlineData("--rig", "rtx-3090")]
    [InlineData("-c", "-1")]
    public async Task Silly_input_is_one_sentence(string option, string value)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["needs", "dense", option, value]);
        Assert.Equal(2, answer.Code);
        Assert.Single(answer.Error.TrimEnd().Split('\n'));
        Assert.Equal("", answer.Output);
    }

    [Fact]
    public void Every_machine_of_the_catalogue_can_be_named()
    {
        Rig[] all = [.. RigCandidates.Families(null).SelectMany(f => f)];
        Assert.True(all.Length > 500);
        Assert.All(all, r => Assert.NotNull(RigWords.TryParse(r.Name)));
        Assert.All(RigCandidates.Families(Backend.Cpu), f => Assert.All(f, r => Assert.Empty(r.Devices)));
        Assert.All(RigCandidates.Families(Backend.Metal), f => Assert.All(f, r => Assert.Equal(Backend.Metal, r.Devices[0].Backend)));
    }

    private static NeedsAnswer Answer(double wanted, bool experts)
    {
        Model model = Samples.Model(experts);
        ImmutableArray<ImmutableArray<Rig>> families =
        [
            [Samples.Rig(2) with { Name = "two" }, Samples.Rig(2, 2) with { Name = "2x two" }], [Samples.Rig(4) with { Name = "four" }], [Samples.Rig(8) with { Name = "eight" }],
        ];
        return new NeedsAdvisor(new PlainEngine(), new PlanQuestion(), null).Answer([model], wanted, families, Price);
    }

    private static HardwareCost Price(Rig rig)
    {
        if (rig.Name == "eight")
        {
            return new HardwareCost([new HardwarePart("eight", 1, new DevicePrices("eight", []), null)], HardwareCost.AroundCards);
        }

        PriceRange range = new(100, 140, Currency.Dollar);
        bool stale = rig.Name != "four";
        PriceClaim claim = new("card", null, "", ProductForm.Card, SaleCondition.Used, range, new Attribution(new PriceDate(Seen, Seen, "2026-10-01"), "community", "a market", ""));
        PriceSpan span = new(SaleCondition.Used, range, stale, [new DatedClaim(claim, stale ? 200 : 53, stale)]);
        return new HardwareCost([new HardwarePart("card", rig.Devices.Length, new DevicePrices("card", span.Claims), span)], HardwareCost.AroundCards);
    }

    private static void LooksLike(string name, NeedsAnswer answer, int width)
    {
        StringWriter output = new();
        using Terminal terminal = new(TextReader.Null, output, TextWriter.Null, width, false);
        terminal.Draw(NeedsScreen.Of(answer, false, width));
        Assert.All(output.ToString().Split('\n'), l => Assert.InRange(l.TrimEnd().Length, 0, width));
        Golden.Matches(output.ToString(), name);
    }
}

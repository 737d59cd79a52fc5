using LocalRig.Advice;
using LocalRig.Advice.Buying;
using LocalRig.Catalog;
using LocalRig.Core.Tests.Planning;
using LocalRig.Devices;
using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Prices;
using LocalRig.Rigs;
using LocalRig.Units;
using Xunit;

namespace LocalRig.Core.Tests.Advice;

public sealed class BuyTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly string[] Names = ["Qwen3.5-9B", "Qwen3.5-27B", "Qwen3.5-35B-A3B", "Qwen3.5-122B-A10B"];

    [Fact]
    public void Only_what_the_money_reaches_is_offered()
    {
        BuyAnswer answer = new BuyAdvisor(Shop()).Answer(Question(1500));
        Assert.Equal(["rtx-3090", "rtx-3060-12-gb", "2x rtx-3060-12-gb"], answer.Offers.Select(o => o.Rig.Name).OrderDescending());
        Assert.All(answer.Offers, o => Assert.True(o.Price.Low <= 1500));
        Assert.Equal("strix-halo-395:64", answer.Beyond!.Value.Rig);
        Assert.Equal(1959, answer.Beyond.Value.Price.Low);
    }

    [Fact]
    public void A_price_that_reaches_beyond_the_money_is_said_to()
    {
        BuyAnswer answer = new BuyAdvisor(Shop()).Answer(Question(1100));
        Assert.False(answer.Offers.Single(o => o.Rig.Name == "rtx-3090").Surely);
        Assert.True(answer.Offers.Single(o => o.Rig.Name == "rtx-3060-12-gb").Surely);
    }

    [Fact]
    public void Cards_without_a_dated_price_are_never_offered()
    {
        BuyAnswer answer = new BuyAdvisor(Shop()).Answer(Question(100_000));
        Assert.DoesNotContain(answer.Offers, o => o.Rig.Name.Contains("radeon-vii", StringComparison.Ordinal));
        Assert.Contains(answer.Unpriced, c => c.Claim.Device == "radeon-vii");
    }

    [Fact]
    public void More_money_never_buys_less()
    {
        string[] few = [.. new BuyAdvisor(Shop()).Answer(Question(400)).Offers.Select(o => o.Rig.Name)];
        string[] many = [.. new BuyAdvisor(Shop()).Answer(Question(4000)).Offers.Select(o => o.Rig.Name)];
        Assert.All(few, name => Assert.Contains(name, many));
        Assert.True(many.Length > few.Length);
    }

    /// <summary>What is offered really runs: planned again, it leaves the margin free and keeps up with reading.</summary>
    [Fact]
    public void Every_model_named_is_comfortable_and_at_reading_speed()
    {
        foreach (BuyOffer offer in new BuyAdvisor(Shop()).Answer(Question(5000)).Offers)
        {
            Assert.NotEmpty(offer.Models);
            foreach (SurveyLine line in offer.Models)
            {
                MemoryPlan again = new Planner(new PlainEngine()).Sketch(line.Model.ToModel(line.Plan.Model.QuantName), new PlanQuestion(), line.Plan.Rig);
                Assert.Equal(Verdict.Comfortable, again.Verdict);
                Assert.True(line.KeepsUpWithReading);
            }

            Assert.Equal(offer.Models.Select(m => m.Strength).OrderDescending(), offer.Models.Select(m => m.Strength));
        }
    }

    [Fact]
    public void Speed_for_money_and_power_is_the_quotient()
    {
        BuyOffer offer = new BuyAdvisor(Shop()).Answer(Question(1500)).Offers.Single(o => o.Rig.Name == "rtx-3090");
        double rate = offer.Yield!.Decode.TokensPerSecond;
        Assert.Equal(rate, offer.Yield.PerThousand!.Value.High, 9); // at the low end it costs 1,000 dollars
        Assert.Equal(rate / 1.35, offer.Yield.PerThousand.Value.Low, 9);
        Assert.Equal(rate / 350, offer.Yield.PerWatt!.Value.High, 9); // the data sheet's 350 W
        Assert.Equal(PowerBasis.DataSheet, offer.Power!.Basis);
    }

    [Fact]
    public void Power_at_the_wall_comes_before_data_sheets()
    {
        PowerDraw one = PowerDraw.Of(RigOf("rtx-3060-12-gb")!, PriceList.Default)!;
        Assert.Equal(PowerBasis.Wall, one.Basis);
        Assert.Equal((214, 229.3), (one.LowWatts, one.HighWatts));
        PowerDraw two = PowerDraw.Of(RigOf("2x rtx-3090")!, PriceList.Default)!;
        Assert.Equal((760, 90), (two.HighWatts, two.IdleWatts));
        Assert.Null(PowerDraw.Of(RigOf("m5-max-32c")!, PriceList.Default));
    }

    [Fact]
    public void A_card_of_12_gigabytes_is_a_short_term_buy()
    {
        BuyAnswer answer = new BuyAdvisor(Shop()).Answer(Question(1500));
        Caution caution = answer.Offers.Single(o => o.Rig.Name == "rtx-3060-12-gb").Cautions.Single(c => c.Because.Contains("short-term", StringComparison.Ordinal));
        Assert.Contains("Qwen3.5-27B Q4_K_M", caution.Because);
        Assert.DoesNotContain(answer.Offers.Single(o => o.Rig.Name == "rtx-3090").Cautions, c => c.Because.Contains("short-term", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("strix-halo-395", "large dense models", true)] // 256 GB/s through 128 GB
    [InlineData("strix-halo-395", "CUDA", true)]
    [InlineData("strix-halo-395", "more memory later", true)]
    [InlineData("rtx-4090", "large dense models", false)]
    [InlineData("rtx-4090", "CUDA", false)]
    [InlineData("tesla-p40", "updates", true)] // compute capability 6.1
    [InlineData("tesla-p40", "no server", true)]
    [InlineData("rtx-3060-12-gb", "updates", false)]
    [InlineData("2x rtx-3090", "one slot", true)]
    public void Who_should_not_buy_it(string rig, string word, bool said)
    {
        Rig found = RigOf(rig)!;
        HardwareCost cost = HardwareCost.Of(found, PriceList.Default, Today, Exchange.None(Currency.Dollar));
        Assert.Equal(said, Cautions.Of(found, cost, null).Any(c => c.Who.Contains(word, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_power_supply_carries_the_cards_and_the_rest() => Assert.Equal(900, Cautions.PowerSupply(RigOf("2x rtx-3090")!)); // 2 x 350 + 200

    [Fact]
    public void A_second_card_newly_runs_what_one_could_not_hold()
    {
        UpgradeAnswer answer = new UpgradeAdvisor(Shop()).Answer(RigOf("rtx-3060-12-gb")!, Question(600));
        UpgradeStep second = answer.Steps.First(s => s.Name == "a second rtx-3060-12-gb");
        Assert.Contains(second.Newly, l => l.Model.Id == "Qwen3.5-27B");
        Assert.DoesNotContain(answer.Now, l => l.Model.Id == "Qwen3.5-27B");
        Assert.NotNull(answer.ShortTerm);
        Assert.All(answer.Steps, s => Assert.True(s.Gains));
    }

    [Fact]
    public void Main_memory_of_unknown_price_is_named_apart()
    {
        UpgradeAnswer answer = new UpgradeAdvisor(Shop()).Answer(RigOf("rtx-3060-12-gb")!, Question(600));
        UpgradeStep memory = answer.Unpriced.Single(s => s.Name.StartsWith("64 GB", StringComparison.Ordinal));
        Assert.Contains(memory.Newly, l => l.Plan.Spills);
        Assert.DoesNotContain(answer.Steps, s => s.Kind == StepKind.MoreMemory);
    }

    [Fact]
    public void Nothing_is_an_upgrade_of_the_best_there_is()
    {
        PriceList small = PriceList.Default with { Hardware = [.. PriceList.Default.Hardware.Where(c => c.Device == "rtx-3060-12-gb")] };
        UpgradeAnswer answer = new UpgradeAdvisor(Shop() with { Prices = small }).Answer(RigOf("rtx-pro-6000-blackwell")!, Question(300));
        Assert.DoesNotContain(answer.Steps, s => s.Kind == StepKind.ReplaceCards);
    }

    [Theory]
    [InlineData("https://example.org/s?q={query}", true)]
    [InlineData("https://example.org/s", false)]
    [InlineData("{query}", false)]
    [InlineData("ftp://example.org/{query}", false)]
    public void Search_links_need_an_address_and_a_place_for_words(string template, bool right) => Assert.Equal(right, SearchLink.TryParse(template) is not null);

    [Fact]
    public void Search_links_carry_the_words_and_nothing_else() =>
        Assert.Equal("https://example.org/s?q=rtx+3060+12+gb", SearchLink.TryParse("https://example.org/s?q={query}")!.For("rtx-3060-12-gb"));

    private static BuyQuestion Question(decimal budget) =>
        new() { Budget = budget, Exchange = Exchange.None(Currency.Dollar), Today = Today, Yardstick = new Yardstick(ModelCatalog.Default.Get("Qwen3.5-9B"), "Q4_K_M") };

    private static Shop Shop() =>
        new(
            [.. Names.Select(ModelCatalog.Default.Get)],
            PriceList.Default with { Hardware = [.. PriceList.Default.Hardware.Where(c => c.Device is "rtx-3060-12-gb" or "rtx-3090" or "radeon-vii" or "strix-halo-395")] },
            new PlainEngine(), RigOf);

    /// <summary>As much of the command line's rig words as offers use.</summary>
    private static Rig? RigOf(string text)
    {
        string[] terms = text.Split(" + ");
        string[] count = terms[0].Split("x ");
        string[] version = count[^1].Split(':');
        if (DeviceCatalog.Default.Device(version[0], "gpu0") is not Device device)
        {
            return null;
        }

        device = version.Length > 1 ? device with { Memory = ByteSize.FromGibibytes(int.Parse(version[1])) } : device;
        int many = count.Length > 1 ? int.Parse(count[0]) : 1;
        return new Rig
        {
            Name = text,
            Devices = [.. Enumerable.Range(0, many).Select(i => device with { Name = $"gpu{i}" })],
            Host = new Host { Memory = device.SharesHostMemory ? device.Memory : ByteSize.FromGibibytes(32) },
        };
    }
}

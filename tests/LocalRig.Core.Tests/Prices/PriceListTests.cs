using LocalRig.Catalog;
using LocalRig.Devices;
using LocalRig.Forecasting;
using LocalRig.Prices;
using Xunit;

namespace LocalRig.Core.Tests.Prices;

public sealed class PriceListTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public void The_price_list_has_no_problem() =>
        Assert.Empty(PriceList.Validate(DeviceCatalog.Default.Ids, ModelCatalog.Default.Models.Select(m => m.Id)));

    [Fact]
    public void A_bad_list_is_refused_with_every_problem_at_once()
    {
        Dictionary<string, string> files = new()
        {
            ["hardware"] = """
                device,memoryGiB,product,form,condition,low,high,currency,date,kind,source,note
                rtx-9090,,,card,used,-5,10,USD,2026-07,community,x,
                rtx-3090,,,card,stolen,20,10,DOLLARS,yesterday,rumour,,
                m5-max-32c,,,box,list,10,10,USD,2026-07-12,vendor,x,
                rtx-3090,card
                """,
            ["api"] = "model,openWeights,provider,input,output,cacheRead,currency,date,kind,source,note\nQwen3.5-14B,yes,p,1,2,,USD,2026,vendor,x,",
            ["electricity"] = "region,name,perKilowattHour,currency,date,kind,source,note\nus,,0,USD,2026-13,vendor,x,",
            ["rental"] = "device,low,high,currency,date,kind,source,note",
            ["power"] = "device,count,loadWatts,idleWatts,machine,load,date,kind,source,note\nrtx-3090,0,,,PC,,2026,community,x,",
        };
        string[] expected =
        [
            "hardware.csv, line 2: low \"-5\" is no amount above zero", "line 3: condition \"stolen\"", "high 10 is below low 20", "\"DOLLARS\" is no currency",
            "\"yesterday\" is no date", "kind \"rumour\"", "line 3: names no source", "line 4: a whole machine or memory needs", "line 5: has 2 cells, expected 12",
            "electricity.csv, line 2: name is empty", "perKilowattHour \"0\"", "\"2026-13\" is no date", "neither a load nor an idle reading", "count \"0\"",
            "rtx-9090 is no device", "Qwen3.5-14B is no model",
        ];
        string[] problems = [.. PriceList.Validate(name => files[name], ["rtx-3090", "m5-max-32c"], ["Qwen3.5-27B"])];
        Assert.All(expected, e => Assert.Contains(problems, p => p.Contains(e, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("2026-07-12", 134)]
    [InlineData("2026-09", 83)]
    [InlineData("2026", 326)]
    [InlineData("2026-09..2026-11", 83)]
    [InlineData("2027-01-01", 0)]
    public void An_imprecise_date_is_as_old_as_its_first_day(string text, int days)
    {
        Assert.True(PriceDate.TryParse(text, out PriceDate? date));
        Assert.Equal(days, date.AgeDays(Today));
    }

    [Theory]
    [InlineData("")]
    [InlineData("26-07")]
    [InlineData("2026-02-30")]
    [InlineData("2026-00")]
    [InlineData("2026-11..2026-09")]
    [InlineData("2026-1..2026-2..2026-3")]
    public void What_is_no_date_is_refused(string text) => Assert.False(PriceDate.TryParse(text, out _));

    /// <summary>The claims collected for a used RTX 3090 that give an address: seven, from 500 to 1,750 dollars, side by side.</summary>
    [Fact]
    public void Claims_that_contradict_each_other_stand_side_by_side()
    {
        DevicePrices prices = PriceList.Default.Of("rtx-3090", Today);
        List<PriceRange> used = [.. prices.Claims.Where(c => c.Claim.Condition == SaleCondition.Used).Select(c => c.Claim.Range)];
        Assert.Equal(9, used.Count);
        Assert.Contains(new PriceRange(500, 800, Currency.Dollar), used);
        Assert.Contains(new PriceRange(1000, 1750, Currency.Dollar), used);
        Assert.Equal(1499, prices.Launch!.Claim.Range.Low);
    }

    [Fact]
    public void A_span_reaches_over_fresh_claims_only()
    {
        PriceSpan span = PriceList.Default.Of("rtx-3090", Today).Best(Currency.Dollar)!;
        Assert.False(span.Stale);
        Assert.Equal(new PriceRange(1000, 1350, Currency.Dollar), span.Range);
        Assert.InRange(span.AgeDays, 0, StaleRule.Default.HardwareDays);
    }

    [Fact]
    public void Where_every_claim_is_stale_the_span_says_so()
    {
        DateOnly later = Today.AddYears(1);
        PriceSpan span = PriceList.Default.Of("rtx-3090", later).Best(Currency.Dollar)!;
        Assert.True(span.Stale);
        Assert.Equal(new PriceRange(950, 1350, Currency.Dollar), span.Range); // late August and autumn, not July
    }

    [Fact]
    public void A_longer_rule_makes_fewer_claims_stale()
    {
        StaleRule year = new() { HardwareDays = 365 };
        Assert.True(PriceList.Default.Of("rtx-5090", Today).Best(Currency.Dollar)!.Stale);
        Assert.False(PriceList.Default.Of("rtx-5090", Today, rule: year).Best(Currency.Dollar)!.Stale);
    }

    [Fact]
    public void A_device_nobody_priced_is_unknown()
    {
        DevicePrices prices = PriceList.Default.Of("rtx-4070-ti-super", Today);
        Assert.True(prices.Unknown);
        Assert.Null(prices.Best(Currency.Dollar));
        Assert.NotNull(prices.Launch);
        Assert.True(PriceList.Default.Of("rx-7900m", Today).Unknown);
    }

    [Fact]
    public void Currencies_are_never_mixed()
    {
        DevicePrices card = PriceList.Default.Of("rtx-5060-ti-16-gb", Today);
        Assert.Null(card.Best(Currency.Dollar));
        Assert.Equal("€750.20–895", card.Best(new Currency("EUR"))!.Range.ToString());
        Assert.Throws<ArgumentException>(() => new PriceRange(1, 2, Currency.Dollar) + new PriceRange(1, 2, new Currency("EUR")));
        Assert.Throws<ArgumentException>(() => new PriceRange(1, 2, Currency.Dollar).Spanning(new PriceRange(1, 2, new Currency("EUR"))));
    }

    [Fact]
    public void Versions_are_told_apart_by_their_memory()
    {
        DevicePrices small = PriceList.Default.Of("strix-halo-395", Today, 64);
        DevicePrices large = PriceList.Default.Of("strix-halo-395", Today, 128);
        Assert.True(small.Best(new Currency("EUR"))!.Range.Low < large.Best(new Currency("EUR"))!.Range.Low);
        Assert.All(small.Claims, c => Assert.Equal(64, c.Claim.MemoryGiB));
        Assert.All(large.Claims, c => Assert.Equal(128, c.Claim.MemoryGiB));
    }

    [Fact]
    public void Amounts_are_written_in_their_own_currency()
    {
        Assert.Equal("$1,000–1,350", new PriceRange(1000, 1350, Currency.Dollar).ToString());
        Assert.Equal("£200", new PriceRange(200, 200, new Currency("GBP")).ToString());
        Assert.Equal("€3,229.99", new Currency("EUR").Format(3229.99m));
        Assert.Equal("CHF 5", new Currency("CHF").Format(5));
        Assert.Equal("$0.1844", Currency.Dollar.FormatSmall(0.1844m));
    }

    [Fact]
    public void A_device_without_a_name_has_no_price_not_even_main_memorys() =>
        Assert.Empty(PriceList.Default.Of("", new DateOnly(2026, 11, 23)).Claims);
}

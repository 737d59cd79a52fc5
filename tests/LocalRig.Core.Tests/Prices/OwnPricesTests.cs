using System.Collections.Immutable;
using LocalRig.Prices;
using Xunit;

namespace LocalRig.Core.Tests.Prices;

/// <summary>Prices that a user has in a table of their own.</summary>
public sealed class OwnPricesTests
{
    private static readonly DateOnly Today = new(2026, 11, 30);

    [Fact]
    public void Five_columns_are_enough()
    {
        PriceClaim claim = Assert.Single(Read("device,condition,low,currency,date\nRTX 3090,used,899.50,eur,2026-11-28", out List<string> problems));
        Assert.Empty(problems);
        Assert.Equal("rtx-3090", claim.Device);
        Assert.Equal(new PriceRange(899.50m, 899.50m, new Currency("EUR")), claim.Range);
        Assert.Equal((ProductForm.Card, SaleCondition.Used), (claim.Form, claim.Condition));
        Assert.Equal(("own", "mine.csv, line 2"), (claim.By.Kind, claim.By.Source));
    }

    [Fact]
    public void Own_claims_stand_beside_the_known_ones_and_count_like_them()
    {
        ImmutableArray<PriceClaim> own = Read("device,condition,low,high,currency,date,source\nrtx-3090,used,700,720,USD,2026-11-29,a shop round the corner", out _);
        DevicePrices before = PriceList.Default.Of("rtx-3090", Today);
        DevicePrices after = PriceList.Default.With(own).Of("rtx-3090", Today);
        Assert.Equal(before.Claims.Length + 1, after.Claims.Length);
        PriceSpan span = after.Spans(Currency.Dollar).Single(s => s.Condition == SaleCondition.Used);
        Assert.Equal(700, span.Range.Low);
        Assert.Contains(span.Claims, c => c.Claim.By.Source == "a shop round the corner");
    }

    [Fact]
    public void Memory_of_one_generation_is_no_price_of_the_other()
    {
        PriceList list = PriceList.Default.With(Read("device,condition,low,currency,date,form,product,memoryGiB\n,new,99,USD,2026-11-29,memory,DDR4 kit 64 GB,64", out List<string> problems));
        Assert.Empty(problems);
        Assert.DoesNotContain(list.OfMainMemory(64, Today).Claims, c => c.Claim.Range.Low == 99);
        Assert.Contains(list.OfMainMemory(64, Today, generation: "DDR4").Claims, c => c.Claim.Range.Low == 99);
    }

    [Fact]
    public void What_is_wrong_is_said_with_line_and_column_all_at_once()
    {
        const string table = """
            device,condition,low,high,currency,date,form,memoryGiB,product,kind
            rtx-9090,used,10,,USD,2026-11-01,,,,
            rtx-3090,stolen,"1.200,50",,DOLLARS,yesterday,,,,rumour
            rtx-3090,used,20,10,USD,2026-11-01,,half,,
            strix-halo-395,new,10,,USD,2026-11-01,box,,,
            ,new,10,,USD,2026-11-01,memory,64,kit,
            rtx-3090,used
            """;
        Read(table, out List<string> problems);
        string[] expected =
        [
            "mine.csv, line 2, column 1 (device): \"rtx-9090\" is no device of the catalogue", "line 3, column 2 (condition): \"stolen\" is none of used, new, list, launch",
            "line 3, column 3 (low): \"1.200,50\" is no amount above zero", "line 3, column 5 (currency): \"DOLLARS\"", "line 3, column 6 (date): \"yesterday\" is no date",
            "line 3, column 10 (kind): \"rumour\"", "line 4, column 4 (high): 10 is below low 20", "line 4, column 8 (memoryGiB): \"half\"",
            "line 5, column 8 (memoryGiB): a whole machine", "line 6, column 9 (product): memory needs a product", "line 7: has 2 cells, expected 10",
        ];
        Assert.All(expected, e => Assert.Contains(problems, p => p.Contains(e, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, problems.Count);
    }

    [Theory]
    [InlineData("", "there is no column device")]
    [InlineData("device;condition;low;currency;date\nrtx-3090;used;1;USD;2026", "there is no column currency")]
    [InlineData("device,condition,low,low,currency,date", "there are 2 columns low")]
    [InlineData("device,condition,low,currency,date,colour", "line 1, column 6: \"colour\" is no column")]
    public void Titles_that_do_not_fit_are_refused(string table, string says)
    {
        Assert.Empty(Read(table, out List<string> problems));
        Assert.Contains(problems, p => p.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void A_mark_of_the_encoding_is_no_part_of_the_first_title() =>
        Assert.Single(Read("\uFEFFdevice,condition,low,currency,date\r\nrtx-3090,used,900,USD,2026-11\r\n", out _));

    private static ImmutableArray<PriceClaim> Read(string table, out List<string> problems)
    {
        problems = [];
        return OwnPrices.Read("mine.csv", table, words => words.Replace(' ', '-').ToLowerInvariant() is "rtx-3090" or "strix-halo-395" ? words.Replace(' ', '-').ToLowerInvariant() : null, problems);
    }
}

using LocalRig.Audit.Claims;
using LocalRig.Audit.Reading;
using Xunit;

namespace LocalRig.Core.Tests.Audit;

public class AmountTests
{
    [Theory]
    [InlineData("12 GB", 12, 12, "gb")]
    [InlineData("10–12 GB", 10, 12, "gb")]
    [InlineData("~40-60 tok/s", 40, 60, "tok/s")]
    [InlineData("about 1,008 GB/s", 1008, 1008, "gb/s")]
    [InlineData("$500–800", 500, 800, "$")]
    [InlineData("$1.5k", 1500, 1500, "$")]
    [InlineData("128+ GB", 128, double.PositiveInfinity, "gb")]
    [InlineData("at least 24 GB", 24, double.PositiveInfinity, "gb")]
    [InlineData("under 2", 0, 2, "")]
    [InlineData("5 to 7", 5, 7, "")]
    public void A_figure_is_read_with_its_bounds_and_unit(string text, double low, double high, string unit)
    {
        Assert.True(Amounts.TryRead(text, out Interval amount, out string rest));
        Assert.Equal(new Interval(low, high), amount);
        Assert.Equal(unit, rest);
    }

    [Fact]
    public void Single_digit_is_below_ten()
    {
        Assert.True(Amounts.TryRead("single-digit tok/s", out Interval amount, out _));
        Assert.True(amount.Holds(9.5));
        Assert.False(amount.Holds(10));
    }

    [Theory]
    [InlineData("")]
    [InlineData("twelve")]
    [InlineData("60-40 GB")]
    [InlineData("12 GB and 13 GB")]
    [InlineData("-5 GB")]
    public void What_is_no_figure_is_refused(string text) => Assert.False(Amounts.TryRead(text, out _, out _));
}

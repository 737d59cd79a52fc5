using CsCheck;
using LocalRig.Advice;
using LocalRig.Advice.Cloud;
using LocalRig.Prices;
using Xunit;

namespace LocalRig.Core.Tests.Advice;

/// <summary>Break-even against the worked examples collected with the prices (November 2026): electricity-only cost of a million tokens
/// and break-even of a used RTX 3090.</summary>
public sealed class CloudTests
{
    private const double UnitedStates = 0.1844;
    private static readonly DailyTokens OutputOnly = new(0, 1_000_000, 0);

    /// <summary>450 W at 111 and 29 tokens/s, 135 W at 20.1 tokens/s: $0.21, $0.79 and $0.34 a million.</summary>
    [Theory]
    [InlineData(450, 111, 0.21)]
    [InlineData(450, 29, 0.79)]
    [InlineData(135, 20.1, 0.34)]
    public void Power_for_a_million_tokens_is_the_worked_one(double watts, double tokensPerSecond, double dollars)
    {
        Span cost = Local(watts, tokensPerSecond).EnergyPerMillion(Span.Of(UnitedStates), Span.Of(tokensPerSecond));
        Assert.Equal(dollars, Math.Round(cost.Low, 2));
        Assert.Equal(cost.Low, cost.High);
    }

    /// <summary>$1,700 of hardware, output only, against $1.00 a million: 2.15 billion tokens, about 225 days day and night.</summary>
    [Fact]
    public void Break_even_of_a_used_3090_is_the_worked_one()
    {
        BreakEven even = BreakEven.Of(Local(450, 111), Api(0.14m, 1.00m), OutputOnly, Span.Of(UnitedStates), Span.Of(1700), 5);
        double tokens = even.Days!.Value.Low * OutputOnly.Total;
        Assert.Equal(2.15, Math.Round(tokens / 1e9, 2));
        Assert.InRange(even.NonStopDays!.Value.Low, 220, 230);
        Assert.Equal(Outcome.NotInTime, even.Outcome); // at a million a day it takes almost six years
    }

    [Fact]
    public void Prompts_cost_what_reading_them_costs()
    {
        ApiSide api = Api(0.14m, 1.00m, 0.05m);
        Assert.Equal(0.14 + 1.00, api.PerDay(new DailyTokens(1e6, 1e6, 0)), 9);
        Assert.Equal(0.07 + 0.025 + 1.00, api.PerDay(new DailyTokens(1e6, 1e6, 0.5)), 9);
        Assert.Equal(0.14 + 1.00, Api(0.14m, 1.00m).PerDay(new DailyTokens(1e6, 1e6, 0.5)), 9);
    }

    [Fact]
    public void Waiting_counts_at_idle_power()
    {
        // 100 tokens/s: a million takes 10,000 s = 2.78 h at 360 W, the other 21.22 h at 36 W
        LocalSide local = Local(360, 100) with { Power = PowerDraw.Given(360, 360, 36), HoursOn = 24 };
        Assert.Equal(1.0 + (24 - 10_000 / 3600.0) * 0.036, local.KilowattHours(OutputOnly).Low, 9);
        Assert.Equal(1.0, (local with { HoursOn = 0 }).KilowattHours(OutputOnly).Low, 9);
    }

    [Fact]
    public void The_cloud_wins_where_power_alone_costs_more()
    {
        BreakEven even = BreakEven.Of(Local(450, 30), Api(0.10m, 0.15m), OutputOnly, Span.Of(0.384), Span.Of(0), 5);
        Assert.Equal(Outcome.Never, even.Outcome);
        Assert.True(double.IsPositiveInfinity(even.Days!.Value.Low));
    }

    [Fact]
    public void Owned_hardware_pays_off_at_once_where_it_saves_anything() =>
        Assert.Equal(Outcome.Local, BreakEven.Of(Local(450, 111), Api(0.14m, 1.00m), OutputOnly, Span.Of(UnitedStates), Span.Of(0), 5).Outcome);

    [Fact]
    public void More_work_than_a_day_has_hours_is_said() =>
        Assert.Equal(Outcome.TooMuchWork, BreakEven.Of(Local(450, 10), Api(1, 10), OutputOnly, Span.Of(UnitedStates), Span.Of(0), 5).Outcome);

    [Fact]
    public void Hardware_of_unknown_price_has_no_break_even()
    {
        BreakEven even = BreakEven.Of(Local(450, 111), Api(0.14m, 1.00m), OutputOnly, Span.Of(UnitedStates), null, 5);
        Assert.Null(even.Days);
        Assert.Equal(Outcome.Unknown, even.Outcome);
    }

    [Fact]
    public void Wider_speeds_never_narrow_the_break_even() =>
        (from tps in Gen.Double[20, 200]
         from spread in Gen.Double[0, 0.5]
         from watts in Gen.Double[20, 800]
         from idle in Gen.Double[0, 20]
         from read in Gen.Double[0, 5e5]
         from written in Gen.Double[1e4, 5e5]
         select (tps, spread, watts, idle, read, written)).Sample(x =>
        {
            DailyTokens tokens = new(x.read, x.written, 0);
            LocalSide exact = Local(x.watts, x.tps) with { Power = PowerDraw.Given(x.watts, x.watts, x.idle), HoursOn = 24 };
            LocalSide wide = exact with { Decode = new Span(x.tps * (1 - x.spread), x.tps * (1 + x.spread)) };
            Span narrow = BreakEven.Of(exact, Api(0.14m, 1.00m), tokens, Span.Of(UnitedStates), Span.Of(1000), 5).Days!.Value;
            Span broad = BreakEven.Of(wide, Api(0.14m, 1.00m), tokens, Span.Of(UnitedStates), Span.Of(1000), 5).Days!.Value;
            return broad.Low <= narrow.Low * (1 + 1e-9) && broad.High >= narrow.High * (1 - 1e-9);
        });

    [Theory]
    [InlineData(10, 10, "10 days")]
    [InlineData(1, 1, "1 day")]
    [InlineData(100, 300, "3.3 to 9.9 months")]
    [InlineData(800, 1600, "2.2 to 4.4 years")]
    [InlineData(800, double.PositiveInfinity, "2.2 years to never")]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, "never")]
    [InlineData(1e9, 1e12, "more than 100 years")]
    public void Times_are_written_in_a_fitting_unit(double low, double high, string words) => Assert.Equal(words, CloudVerdict.Time(new Span(low, high)));

    private static LocalSide Local(double watts, double tokensPerSecond) =>
        new(Span.Of(tokensPerSecond), Span.Of(tokensPerSecond * 30), "given", PowerDraw.Given(watts, watts, null), 0);

    private static ApiSide Api(decimal input, decimal output, decimal? cached = null) =>
        new(new ApiPrice("m", true, "someone", input, output, cached, Currency.Dollar, new Attribution(new PriceDate(default, default, "2026"), "vendor", "x", "")), "someone", 1, 0, false);
}

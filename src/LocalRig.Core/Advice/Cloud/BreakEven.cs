namespace LocalRig.Advice.Cloud;

/// <summary>When a rig has paid for itself against one offer.</summary>
/// <param name="Against">The offer.</param>
/// <param name="ApiPerDay">What the offer costs a day.</param>
/// <param name="SavedPerDay">What running locally saves a day; below zero it costs more.</param>
/// <param name="Days">Days until the saving has paid the hardware; infinite where it never does; null when the hardware's price is unknown.</param>
/// <param name="NonStopDays">The same with the rig working day and night at the same mix: it can't be sooner.</param>
/// <param name="Outcome">Who wins.</param>
public sealed record BreakEven(ApiSide Against, double ApiPerDay, Span SavedPerDay, Span? Days, Span? NonStopDays, Outcome Outcome)
{
    /// <summary>Computers are depreciated over five years (IRS Publication 946, five-year property); hardware is reckoned to last that long.</summary>
    public const double DefaultYearsKept = 5;

    private const double DaysPerYear = 365.25;
    private const double HoursPerDay = 24;
    private const double WattsPerKilowatt = 1000;

    /// <summary>Compares.</summary>
    /// <param name="local">The rig.</param>
    /// <param name="api">The offer.</param>
    /// <param name="tokens">A day's work.</param>
    /// <param name="perKilowattHour">Price of electricity.</param>
    /// <param name="hardware">What must be paid back; zero for a rig already owned, null when unknown.</param>
    /// <param name="yearsKept">How long the hardware is kept.</param>
    public static BreakEven Of(LocalSide local, ApiSide api, DailyTokens tokens, Span perKilowattHour, Span? hardware, double yearsKept)
    {
        double cloud = api.PerDay(tokens);
        Span saved = Span.Of(cloud) - local.KilowattHours(tokens) * perKilowattHour;
        Span busy = local.BusyHours(tokens);
        Span? days = hardware is Span price ? Until(price, saved) : null;
        return new BreakEven(api, cloud, saved, days, hardware is Span cost ? NonStop(local, api, tokens, perKilowattHour, cost) : null,
            Judge(busy, saved, days, yearsKept * DaysPerYear));
    }

    private static Outcome Judge(Span busy, Span saved, Span? days, double kept) =>
        busy.Low > HoursPerDay ? Outcome.TooMuchWork
        : saved.High <= 0 ? Outcome.Never
        : days is not Span when ? Outcome.Unknown
        : when.Low > kept ? Outcome.NotInTime
        : when.High <= kept ? Outcome.Local
        : Outcome.Open;

    /// <summary>From the lowest price at the greatest saving to the highest price at the least.</summary>
    private static Span Until(Span hardware, Span saved) =>
        new(saved.High > 0 ? hardware.Low / saved.High : double.PositiveInfinity, saved.Low > 0 ? hardware.High / saved.Low : double.PositiveInfinity);

    /// <summary>As many tokens as fit into a day at the same mix: no waiting, so no idle power. The speed sets both how much is saved and
    /// how much is drawn, so the slow and the fast end are reckoned apart.</summary>
    private static Span NonStop(LocalSide local, ApiSide api, DailyTokens tokens, Span perKilowattHour, Span hardware)
    {
        Span busy = local.BusyHours(tokens);
        Span drawn = new Span(local.Power.LowWatts, local.Power.HighWatts) * (HoursPerDay / WattsPerKilowatt) * perKilowattHour;
        Span earned = new(api.PerDay(tokens) * HoursPerDay / busy.High, api.PerDay(tokens) * HoursPerDay / busy.Low);
        return Until(hardware, earned - drawn);
    }
}

/// <summary>Who wins, in one word.</summary>
public enum Outcome
{
    /// <summary>The rig pays for itself while it is kept, even at the worst end of every range.</summary>
    Local,

    /// <summary>It depends on where in the ranges the truth lies.</summary>
    Open,

    /// <summary>The rig saves something but doesn't pay for itself while it is kept, even at the best end: the cloud wins.</summary>
    NotInTime,

    /// <summary>Power alone costs more than the offer: the cloud wins, whatever the hardware costs.</summary>
    Never,

    /// <summary>The rig can't do that much work in a day.</summary>
    TooMuchWork,

    /// <summary>The hardware's price isn't known.</summary>
    Unknown,
}

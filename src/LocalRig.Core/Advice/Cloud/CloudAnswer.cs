using System.Collections.Immutable;
using LocalRig.Planning;
using LocalRig.Prices;

namespace LocalRig.Advice.Cloud;

/// <summary>A model on a rig against the same model bought by the token.</summary>
public sealed record CloudAnswer
{
    /// <summary>The model on the rig.</summary>
    public required MemoryPlan Plan { get; init; }

    /// <summary>A day's work.</summary>
    public required DailyTokens Tokens { get; init; }

    /// <summary>What the rig brings.</summary>
    public required LocalSide Local { get; init; }

    /// <summary>Price of a kilowatt hour in <see cref="Currency"/>.</summary>
    public required Span PerKilowattHour { get; init; }

    /// <summary>Where that price is from, in words.</summary>
    public required string ElectricityBecause { get; init; }

    /// <summary>Whether the rig is there already and costs nothing more.</summary>
    public required bool Owned { get; init; }

    /// <summary>What must be paid back, resale taken off; zero for a rig already owned, null when unknown.</summary>
    public required Span? Hardware { get; init; }

    /// <summary>Where the hardware's price is from, in words.</summary>
    public required string HardwareBecause { get; init; }

    /// <summary>The currency of every amount.</summary>
    public required Currency Currency { get; init; }

    /// <summary>Rates the user gave.</summary>
    public required Exchange Exchange { get; init; }

    /// <summary>How long the hardware is kept, in years.</summary>
    public required double YearsKept { get; init; }

    /// <summary>One comparison per offer, cheapest first.</summary>
    public required ImmutableArray<BreakEven> Offers { get; init; }

    /// <summary>What renting the same cards by the hour would cost a day of this work; null when no price is known.</summary>
    public Span? RentPerDay { get; init; }

    /// <summary>Where the rent is from, in words.</summary>
    public string RentBecause { get; init; } = "";

    /// <summary>What was left out or assumed, a sentence each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>What a day's power costs.</summary>
    public Span PowerPerDay => Local.KilowattHours(Tokens) * PerKilowattHour;
}

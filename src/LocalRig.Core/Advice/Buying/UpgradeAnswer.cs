using System.Collections.Immutable;
using LocalRig.Prices;
using LocalRig.Rigs;

namespace LocalRig.Advice.Buying;

/// <summary>What can be made of a rig one has.</summary>
public sealed record UpgradeAnswer
{
    /// <summary>The rig as it is.</summary>
    public required Rig From { get; init; }

    /// <summary>What was asked.</summary>
    public required BuyQuestion Question { get; init; }

    /// <summary>The strongest models it uses now, best first.</summary>
    public required ImmutableArray<SurveyLine> Now { get; init; }

    /// <summary>The next stronger model it hasn't the memory for, or null.</summary>
    public NextModel? Next { get; init; }

    /// <summary>Whether the rig is a short-term one, and why; null when it isn't.</summary>
    public Caution? ShortTerm { get; init; }

    /// <summary>What the present cards may bring used; null when nobody claims a price.</summary>
    public PriceSpan? MayBring { get; init; }

    /// <summary>Steps within the budget that gain something: strongest model first, then lowest price; more main memory last.</summary>
    public required ImmutableArray<UpgradeStep> Steps { get; init; }

    /// <summary>Steps that would gain something, but whose price isn't known.</summary>
    public required ImmutableArray<UpgradeStep> Unpriced { get; init; }

    /// <summary>How many steps within the budget gain nothing.</summary>
    public required int Pointless { get; init; }

    /// <summary>The cheapest step beyond the budget, or null.</summary>
    public (string Step, PriceRange Price)? Beyond { get; init; }
}

/// <summary>One change to a rig.</summary>
public sealed record UpgradeStep
{
    /// <summary>What is done, in words: <c>a second rtx-3060-12-gb</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What sort of change.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>The rig afterwards.</summary>
    public required Rig Rig { get; init; }

    /// <summary>What the new parts cost.</summary>
    public required HardwareCost Cost { get; init; }

    /// <summary>The strongest models it uses that the rig doesn't use now.</summary>
    public ImmutableArray<SurveyLine> Newly { get; init; } = [];

    /// <summary>The best model now and afterwards, where that becomes faster beyond doubt: the low end of the range afterwards is above
    /// the high end now, in no fewer bits; null otherwise.</summary>
    public Faster? Faster { get; init; }

    /// <summary>Who should not do it.</summary>
    public ImmutableArray<Caution> Cautions { get; init; } = [];

    /// <summary>The watts a power supply should give afterwards; null for a whole machine.</summary>
    public double? PowerSupplyWatts { get; init; }

    /// <summary>Where to look the new part up.</summary>
    public required string Link { get; init; }

    /// <summary>Whether it gains anything.</summary>
    public bool Gains => !Newly.IsEmpty || Faster is not null;
}

/// <summary>A model that becomes faster.</summary>
/// <param name="Now">As it runs now.</param>
/// <param name="Then">As it will run, in the quantization then chosen.</param>
public sealed record Faster(SurveyLine Now, SurveyLine Then);

/// <summary>Sorts of changes.</summary>
public enum StepKind
{
    /// <summary>A card beside the present ones.</summary>
    AddCard,

    /// <summary>Other cards instead of the present ones.</summary>
    ReplaceCards,

    /// <summary>Another machine.</summary>
    NewMachine,

    /// <summary>More main memory.</summary>
    MoreMemory,
}

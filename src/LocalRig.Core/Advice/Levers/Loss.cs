namespace LocalRig.Advice.Levers;

/// <summary>How much a change gives up of one thing: an order to choose by, not a measurement.</summary>
public enum Loss
{
    /// <summary>Nothing that a user would notice.</summary>
    None,

    /// <summary>A little.</summary>
    Small,

    /// <summary>Enough to be felt.</summary>
    Noticeable,

    /// <summary>Most of it.</summary>
    Large,

    /// <summary>It can't be had by settings: something must be bought.</summary>
    Purchase,
}

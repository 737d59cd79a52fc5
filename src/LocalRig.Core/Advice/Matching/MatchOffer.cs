namespace LocalRig.Advice.Matching;

/// <summary>What an offer is best in.</summary>
public enum OfferRole
{
    /// <summary>The one to take: the strongest that fits well and answers fast enough.</summary>
    Pick,

    /// <summary>Stronger, and still fast enough, but part of it lies in main memory or little is free.</summary>
    Stronger,

    /// <summary>The strongest that answers at least twice as fast.</summary>
    Quicker,

    /// <summary>The strongest that holds at least twice the context.</summary>
    MoreContext,
}

/// <summary>One of at most three models to choose from.</summary>
/// <param name="Role">What it is best in.</param>
/// <param name="Line">The model.</param>
/// <param name="GivesUp">What it gives up for that, in a sentence; empty for the one to take.</param>
public sealed record MatchOffer(OfferRole Role, SurveyLine Line, string GivesUp);

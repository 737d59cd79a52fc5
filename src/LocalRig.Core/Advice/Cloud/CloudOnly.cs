using System.Collections.Immutable;
using LocalRig.Planning;
using LocalRig.Prices;

namespace LocalRig.Advice.Cloud;

/// <summary>The answer where the rig can't hold the model: only buying by the token remains.</summary>
/// <param name="Plan">The plan that doesn't fit.</param>
/// <param name="Tokens">A day's work.</param>
/// <param name="Currency">Of every amount.</param>
/// <param name="Offers">What providers ask, cheapest first.</param>
public sealed record CloudOnly(MemoryPlan Plan, DailyTokens Tokens, Currency Currency, ImmutableArray<ApiSide> Offers)
{
    /// <summary>The answer in one sentence.</summary>
    public string Sentence
    {
        get
        {
            Span perDay = new(Offers.Min(o => o.PerDay(Tokens)), Offers.Max(o => o.PerDay(Tokens)));
            return $"The cloud wins: {Plan.Model.Id} {Plan.Model.QuantName} does not fit {Plan.Rig.Name}. By the token it costs {CloudVerdict.Money(Currency, perDay)} a day.";
        }
    }
}

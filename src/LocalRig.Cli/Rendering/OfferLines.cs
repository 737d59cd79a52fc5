using LocalRig.Advice.Matching;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>The other models one may choose, a line each.</summary>
internal static class OfferLines
{
    /// <summary>All but the one to take.</summary>
    public static IEnumerable<IRenderable> Of(IEnumerable<MatchOffer> offers) =>
        offers.Where(o => o.Role != OfferRole.Pick).Select(o => Quantities.Indented($"{Word(o.Role)}: {o.Line.Model.Id} {o.Line.Plan.Model.QuantName}{What(o)}. {o.GivesUp}"));

    private static string Word(OfferRole role) =>
        role switch { OfferRole.Stronger => "Stronger", OfferRole.Quicker => "Quicker", _ => "More context" };

    private static string What(MatchOffer offer) =>
        offer.Role == OfferRole.MoreContext ? $", {offer.Line.ComfortableContext:N0} tokens"
        : offer.Line.Plan.Forecast is { } forecast ? $", about {forecast.Decode.TokensPerSecond:0} tokens/s" : "";
}

using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Evidence;
using LocalRig.Prices;
using LocalRig.Rigs;

namespace LocalRig.Audit;

/// <summary>What claims are held against.</summary>
/// <param name="Models">The catalogue of models.</param>
/// <param name="Engine">Whose memory rules count.</param>
/// <param name="Prices">Dated prices.</param>
/// <param name="Today">The day prices are judged by.</param>
/// <param name="RigOf">A rig from its words (<c>2x rtx-3090</c>, <c>m3-max-40c:128</c>); null when there is none.</param>
public sealed record AuditKnowledge(ModelCatalog Models, IEngine Engine, PriceList Prices, DateOnly Today, Func<string, Rig?> RigOf)
{
    /// <summary>Published scores to hold claims of quality against; a claim about what is not in it is unsupported.</summary>
    public RankingLedger Rankings { get; init; } = RankingLedger.Default;
}

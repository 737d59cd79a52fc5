using System.Collections.Immutable;
using LocalRig.Catalog;
using LocalRig.Evidence;

namespace LocalRig.Advice.Jobs;

/// <summary>Orders models by strength for a job: independent tests where they compare two, size and age where nobody does.</summary>
/// <param name="ledger">What is published.</param>
/// <param name="job">What for.</param>
public sealed class StrengthOrder(RankingLedger ledger, Job job)
{
    // Half of what another counts for, in doublings: one that counts for less is no stand-in for it.
    private const double NearDoublings = 1;

    /// <summary>What tests say.</summary>
    public EvidenceOrder Evidence { get; } = EvidenceOrder.Of(ledger, job);

    /// <summary>Models, strongest first.</summary>
    public ImmutableArray<CatalogModel> Models(IEnumerable<CatalogModel> models) => [.. Evidence.Sort(models, m => m.Id, ModelStrength.Of)];

    /// <summary>Lines of a survey, strongest first.</summary>
    public IEnumerable<SurveyLine> Lines(IEnumerable<SurveyLine> lines) => Evidence.Sort(lines, l => l.Model.Id, l => l.Strength);

    /// <summary>Lines strongest first, a slow one only before faster ones that aren't nearly as strong.</summary>
    /// <param name="fast">Fast enough, strongest first.</param>
    /// <param name="slow">Not fast enough, strongest first.</param>
    public IEnumerable<SurveyLine> Merge(IEnumerable<SurveyLine> fast, IEnumerable<SurveyLine> slow)
    {
        Queue<SurveyLine> quicker = new(fast);
        Queue<SurveyLine> slower = new(slow);
        while (quicker.Count + slower.Count > 0)
        {
            bool wait = slower.TryPeek(out SurveyLine? strong) && (!quicker.TryPeek(out SurveyLine? quick) || (IsStronger(strong, quick) && !IsNear(quick, strong)));
            yield return wait ? slower.Dequeue() : quicker.Dequeue();
        }
    }

    /// <summary>Whether one line is stronger than another: by tests, or by size and age where those don't tell.</summary>
    public bool IsStronger(SurveyLine one, SurveyLine other) =>
        Evidence.Compare(one.Model.Id, other.Model.Id) switch
        {
            Standing.Ahead or Standing.AheadByOthers => true,
            Standing.Behind or Standing.BehindByOthers => false,
            _ => one.Strength > other.Strength,
        };

    /// <summary>Whether a weaker line is nearly as strong as another: by the tests that compare them, or where none does, at least half its size and age.</summary>
    public bool IsNear(SurveyLine weaker, SurveyLine stronger) =>
        Evidence.Views(weaker.Model.Id, stronger.Model.Id).IsEmpty ? stronger.Strength - weaker.Strength <= NearDoublings : Evidence.IsNear(weaker.Model.Id, stronger.Model.Id);
}

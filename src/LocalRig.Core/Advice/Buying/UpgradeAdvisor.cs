using System.Collections.Concurrent;
using System.Collections.Immutable;
using LocalRig.Planning;
using LocalRig.Prices;
using LocalRig.Rigs;

namespace LocalRig.Advice.Buying;

/// <summary>Says what can be made of a rig one has.</summary>
/// <param name="shop">Catalogue, prices, engine, rigs.</param>
public sealed class UpgradeAdvisor(Shop shop)
{
    private const int ModelsShown = 3;

    /// <summary>The answer.</summary>
    /// <param name="from">The rig as it is.</param>
    /// <param name="question">Money, day and workload.</param>
    public UpgradeAnswer Answer(Rig from, BuyQuestion question)
    {
        Usable usable = new(shop.Models, shop.Engine, question.Question, shop.Rankings, question.Job);
        ImmutableArray<SurveyLine> lines = [.. Survey.Of(usable.Models, from, shop.Engine, question.Question).Select(usable.Placed)];
        Present now = new(lines, usable);
        NextModel? next = usable.Next(from, now.Best.IsEmpty ? double.MinValue : now.Best[0].Strength);
        ConcurrentBag<UpgradeStep> done = [];
        ImmutableArray<UpgradeStep> steps = [.. new UpgradeSteps(shop, question).Of(from)];
        Parallel.ForEach(steps.Where(s => s.Cost.Total is not PriceRange price || Within(price, question)), step => done.Add(Judged(step, now, usable)));
        UpgradeStep[] gaining = [.. done.Where(s => s.Gains)];
        UpgradeStep? beyond = steps.Where(s => s.Cost.Total is PriceRange price && !Within(price, question)).MinBy(s => s.Cost.Total!.Value.Low);
        return new UpgradeAnswer
        {
            From = from,
            Question = question,
            Now = [.. now.Best.Take(ModelsShown)],
            Next = next,
            ShortTerm = Cautions.ShortTerm(from, next),
            MayBring = from.Devices is [{ CatalogId: string card, SharesHostMemory: false }, ..]
                ? shop.Prices.Of(card, question.Today, null, question.Rule).Spans(question.Exchange.Target).FirstOrDefault(s => s.Condition == SaleCondition.Used)
                : null,
            Steps = [.. gaining.Where(s => s.Cost.Total is not null).OrderBy(s => s.Kind == StepKind.MoreMemory).ThenByDescending(Strength).ThenBy(s => s.Cost.Total!.Value.Low).ThenBy(s => s.Name, StringComparer.Ordinal)],
            Unpriced = [.. gaining.Where(s => s.Cost.Total is null).OrderBy(s => s.Name, StringComparer.Ordinal)],
            Pointless = done.Count - gaining.Length,
            Beyond = beyond is null ? null : (beyond.Name, beyond.Cost.Total!.Value),
        };
    }

    private static bool Within(PriceRange price, BuyQuestion question) => question.Budget is not decimal budget || price.Low <= budget;

    private static double Strength(UpgradeStep step) => step.Newly.IsEmpty ? step.Faster!.Then.Strength : Math.Max(step.Newly[0].Strength, step.Faster?.Then.Strength ?? double.MinValue);

    /// <summary>A step with what it gains: models stronger than the best now, and the best now where it becomes faster beyond doubt.</summary>
    private static UpgradeStep Judged(UpgradeStep step, Present now, Usable usable)
    {
        bool memory = step.Kind == StepKind.MoreMemory;
        ImmutableArray<SurveyLine> newly = memory
            ? usable.On(step.Rig, ModelsShown, now.Running, spilling: true)
            : usable.On(step.Rig, ModelsShown, now.Comfortable, beyond: now.Best.IsEmpty ? double.MinValue : now.Best[0].Strength);
        SurveyLine? then = now.Best.IsEmpty || memory ? null : usable.One(now.Best[0].Model, step.Rig);
        Faster? faster = then is { Plan: { Verdict: Verdict.Comfortable, Forecast: { } forecast } } && forecast.Decode.Low > now.Best[0].Plan.Forecast!.Decode.High
            && then.Plan.Model.Tensors.BitsPerWeight >= now.Best[0].Plan.Model.Tensors.BitsPerWeight
            ? new Faster(now.Best[0], then)
            : null;
        double strength = newly.IsEmpty ? now.Best.IsEmpty ? double.MinValue : now.Best[0].Strength : newly[0].Strength;
        return step with
        {
            Newly = newly,
            Faster = faster,
            Cautions = memory ? [] : Cautions.Of(step.Rig, step.Cost, usable.Next(step.Rig, strength)),
        };
    }

    /// <summary>What the rig does now.</summary>
    private sealed class Present(ImmutableArray<SurveyLine> lines, Usable usable)
    {
        public ImmutableArray<SurveyLine> Best { get; } = [.. lines.Where(usable.Is).OrderByDescending(l => l.Strength)];

        public HashSet<string> Comfortable { get; } = [.. lines.Where(usable.Is).Select(l => l.Model.Id)];

        public HashSet<string> Running { get; } = [.. lines.Where(l => l.KeepsUpWithReading).Select(l => l.Model.Id)];
    }
}

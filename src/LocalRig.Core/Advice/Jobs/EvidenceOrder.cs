using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using LocalRig.Advice.Ranking;
using LocalRig.Evidence;

namespace LocalRig.Advice.Jobs;

/// <summary>How two models stand to each other by independent tests.</summary>
public enum Standing
{
    /// <summary>Nobody independent compared them.</summary>
    Unknown,

    /// <summary>The first is ahead according to everybody who compared both.</summary>
    Ahead,

    /// <summary>The second is.</summary>
    Behind,

    /// <summary>Those who compared both found no difference that counts.</summary>
    Level,

    /// <summary>Publishers contradict each other.</summary>
    Contested,

    /// <summary>Nobody compared both, but tests lead from the first to the second by way of others, and not back.</summary>
    AheadByOthers,

    /// <summary>The same the other way.</summary>
    BehindByOthers,
}

/// <summary>Orders models for a job by what independent publishers tested: a partial order. Scores of one publisher in one test compare, of several such
/// tests the newest; what follows from one publisher's comparisons by way of other models counts where it didn't compare two itself. Publishers who contradict
/// each other leave two models unordered. Where no test for the job compares two, those for whatever comes up do. Vendors order nothing, and nothing is averaged.</summary>
public sealed class EvidenceOrder
{
    private static readonly ConditionalWeakTable<RankingLedger, ConcurrentDictionary<string, EvidenceOrder>> Kept = [];

    private readonly ImmutableArray<PublisherOrder> _publishers;
    private readonly Dictionary<string, int> _models;
    private readonly Standing[,] _standings;
    private readonly EvidenceOrder? _general;

    private EvidenceOrder(RankingLedger ledger, string job)
    {
        _general = job == Job.General.Name ? null : Of(ledger, Job.General);
        ScoredTest[] tests = [.. (ledger.Ordering ?? Made(ledger)).Where(t => t.Origin.IsIndependent && (t.Jobs.IsEmpty || t.Jobs.Contains(job)))];
        HashSet<(string, string)> counted = [.. tests.Select(t => (t.Name, t.Origin.Publisher))];
        RankingClaim[] claims = [.. ledger.Claims.Where(c => c.Origin.IsIndependent && c.Result is RankingScore && counted.Contains((c.Benchmark, c.Origin.Publisher)))];
        _models = claims.Select(c => c.Model).Concat(_general?._models.Keys ?? Enumerable.Empty<string>()).Distinct().Index().ToDictionary(m => m.Item, m => m.Index);
        _publishers = [.. tests.GroupBy(t => t.Origin.Publisher).Select(g => new PublisherOrder([.. g], claims, _models))];
        _standings = new Standing[_models.Count, _models.Count];
        string[] names = [.. _models.Keys];
        for (int a = 0; a < _models.Count; a++)
        {
            for (int b = a + 1; b < _models.Count; b++)
            {
                Standing standing = Together(a, b) is var own and not Standing.Unknown ? own : _general?.Compare(names[a], names[b]) ?? Standing.Unknown;
                (_standings[a, b], _standings[b, a]) = (standing, Turned(standing));
            }
        }
    }

    /// <summary>The order a ledger makes for a job; made once.</summary>
    public static EvidenceOrder Of(RankingLedger ledger, Job job) =>
        Kept.GetOrCreateValue(ledger).GetOrAdd(job.Name, static (name, l) => new EvidenceOrder(l, name), ledger);

    /// <summary>How two models stand to each other.</summary>
    public Standing Compare(string one, string other) =>
        _models.TryGetValue(one, out int a) && _models.TryGetValue(other, out int b) ? _standings[a, b] : Standing.Unknown;

    /// <summary>Whether a model is ahead of another, itself or by way of others.</summary>
    public bool IsAhead(string one, string other) => Compare(one, other) is Standing.Ahead or Standing.AheadByOthers;

    /// <summary>Whether a model that another is ahead of is nearly as strong: in every test that compares them by no more than counts as near there; false
    /// where no test compares them.</summary>
    public bool IsNear(string behind, string ahead) =>
        _models.TryGetValue(behind, out int a) && _models.TryGetValue(ahead, out int b)
            && (_publishers.Any(p => p.HasBoth(a, b)) ? _publishers.All(p => p.IsNear(a, b)) : _general?.IsNear(behind, ahead) ?? false);

    /// <summary>What each independent publisher says of two models, by the newest of its tests that have both.</summary>
    public ImmutableArray<PublisherView> Views(string one, string other)
    {
        ImmutableArray<PublisherView> own = _models.TryGetValue(one, out int a) && _models.TryGetValue(other, out int b) ? [.. _publishers.Select(p => p.View(a, b)).OfType<PublisherView>()] : [];
        return own.IsEmpty && _general is not null ? _general.Views(one, other) : own;
    }

    /// <summary>The publisher whose tests lead from one model to another, and by way of which; null where none does.</summary>
    public (string Publisher, ImmutableArray<string> By)? Way(string one, string other)
    {
        string[] names = [.. _models.Keys];
        return _models.TryGetValue(one, out int a) && _models.TryGetValue(other, out int b) && _publishers.FirstOrDefault(p => p.Side(a, b) > 0) is PublisherOrder publisher
            ? (publisher.Name, [.. publisher.Way(a, b).Select(m => names[m])])
            : _general?.Way(one, other);
    }

    /// <summary>Puts things in an order that evidence doesn't contradict: each counts at least as much as whatever it is ahead of, and comes before it.</summary>
    /// <param name="things">The things.</param>
    /// <param name="model">The model of a thing.</param>
    /// <param name="strength">What a thing counts for where there is no evidence.</param>
    public IEnumerable<T> Sort<T>(IEnumerable<T> things, Func<T, string> model, Func<T, double> strength)
    {
        (T Thing, int At, double Own)[] all = [.. things.Select(t => (t, _models.TryGetValue(model(t), out int at) ? at : -1, strength(t)))];
        List<(T Thing, int At)> left =
        [
            .. all.OrderByDescending(t => all.Where(o => o.Thing!.Equals(t.Thing) || Beats(t.At, o.At)).Max(o => o.Own))
                .ThenByDescending(t => t.Own).ThenBy(t => model(t.Thing), StringComparer.Ordinal).Select(t => (t.Thing, t.At)),
        ];
        while (left.Count > 0)
        {
            HashSet<int> among = [.. left.Select(l => l.At).Where(l => l >= 0)];
            int best = left.FindIndex(c => Circles(c.At, among));
            yield return left[best].Thing;
            left.RemoveAt(best);
        }
    }

    /// <summary>Whether nothing is ahead of a model, or comparisons, which by several publishers may go round, lead from it back to all that is.</summary>
    private bool Circles(int model, HashSet<int> among)
    {
        if (!among.Any(o => Beats(o, model)))
        {
            return true;
        }

        HashSet<int> reached = [model];
        Queue<int> left = new(reached);
        while (left.TryDequeue(out int at))
        {
            foreach (int next in among.Where(o => Beats(at, o) && reached.Add(o)))
            {
                left.Enqueue(next);
            }
        }

        return among.All(o => !Beats(o, model) || reached.Contains(o));
    }

    private bool Beats(int one, int other) => one >= 0 && other >= 0 && _standings[one, other] is Standing.Ahead or Standing.AheadByOthers;

    private Standing Together(int a, int b)
    {
        (bool ahead, bool behind, bool level, bool direct) = (false, false, false, false);
        foreach (PublisherOrder publisher in _publishers)
        {
            int side = publisher.Side(a, b);
            bool has = publisher.HasBoth(a, b);
            ahead |= side > 0;
            behind |= side < 0;
            level |= has && side == 0;
            direct |= has && side != 0;
        }

        return (ahead, behind) switch
        {
            (true, true) => Standing.Contested,
            (true, _) => direct ? Standing.Ahead : Standing.AheadByOthers,
            (_, true) => direct ? Standing.Behind : Standing.BehindByOthers,
            _ => level ? Standing.Level : Standing.Unknown,
        };
    }

    private static Standing Turned(Standing standing) =>
        standing switch
        {
            Standing.Ahead => Standing.Behind,
            Standing.Behind => Standing.Ahead,
            Standing.AheadByOthers => Standing.BehindByOthers,
            Standing.BehindByOthers => Standing.AheadByOthers,
            _ => standing,
        };

    /// <summary>A ledger without a list of tests: each of its tests, for every job.</summary>
    private static IEnumerable<ScoredTest> Made(RankingLedger ledger) =>
        ledger.Claims.Where(c => c.Result is RankingScore).DistinctBy(c => (c.Benchmark, c.Origin.Publisher))
            .Select(c => new ScoredTest(c.Benchmark, c.Origin, ((RankingScore)c.Result).Unit, ((RankingScore)c.Result).LowerIsBetter, 0, 0, []));
}

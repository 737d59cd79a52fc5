using System.Collections.Immutable;
using LocalRig.Advice.Ranking;
using LocalRig.Evidence;

namespace LocalRig.Advice.Jobs;

/// <summary>How one publisher's tests order models, which are given as numbers.</summary>
internal sealed class PublisherOrder
{
    private const int Bits = 64;

    private readonly ImmutableArray<ScoredTest> _tests; // newest first
    private readonly RankingClaim?[][] _claims; // by test, by model
    private readonly ulong[][] _reaches; // by model: those it is ahead of, by way of others too

    /// <summary>The order some tests of one publisher make.</summary>
    /// <param name="tests">Its tests.</param>
    /// <param name="claims">Every claim there is.</param>
    /// <param name="models">The models' numbers.</param>
    public PublisherOrder(ImmutableArray<ScoredTest> tests, IEnumerable<RankingClaim> claims, Dictionary<string, int> models)
    {
        Name = tests[0].Origin.Publisher;
        _tests = [.. tests.OrderByDescending(t => t.Origin.Date, StringComparer.Ordinal)];
        _claims = [.. _tests.Select(_ => new RankingClaim?[models.Count])];
        Dictionary<string, int> at = _tests.Index().ToDictionary(t => t.Item.Name, t => t.Index);
        foreach (RankingClaim claim in claims.Where(c => c.Origin.Publisher == Name))
        {
            _claims[at[claim.Benchmark]][models[claim.Model]] = claim;
        }

        _reaches = [.. Enumerable.Range(0, models.Count).Select(_ => new ulong[(models.Count + Bits - 1) / Bits])];
        Close(models.Count);
    }

    /// <summary>Who it is.</summary>
    public string Name { get; }

    /// <summary>Whether it has both models in one test.</summary>
    public bool HasBoth(int a, int b) => Newest(a, b) >= 0;

    /// <summary>1 when the first model is ahead, -1 when the second is: by the newest day's tests that have both, or where none has, by way of others.</summary>
    public int Side(int a, int b) =>
        HasBoth(a, b) ? Direct(a, b) : (Reaches(a, b), Reaches(b, a)) switch { (true, false) => 1, (false, true) => -1, _ => 0 };

    /// <summary>Whether no test of the newest day that has both models sets them further apart than counts as near.</summary>
    public bool IsNear(int a, int b) => Day(a, b).All(t => Math.Abs(Score(t, a).Low - Score(t, b).Low) <= _tests[t].Near);

    /// <summary>Its tests of the newest day that has both models; null where none has.</summary>
    public PublisherView? View(int a, int b) =>
        HasBoth(a, b) ? new PublisherView([.. Day(a, b).Select(t => new RankedPair(_claims[t][a]!.Model, _claims[t][b]!.Model, Sign(t, a, b), _claims[t][a]!, _claims[t][b]))]) : null;

    /// <summary>The models by way of which its comparisons lead from one to another, the shortest way.</summary>
    public ImmutableArray<int> Way(int a, int b)
    {
        Dictionary<int, int> before = new() { [a] = a };
        Queue<int> left = new([a]);
        while (!before.ContainsKey(b) && left.TryDequeue(out int at))
        {
            for (int next = 0; next < _reaches.Length; next++)
            {
                if (HasBoth(at, next) && Direct(at, next) > 0 && before.TryAdd(next, at))
                {
                    left.Enqueue(next);
                }
            }
        }

        List<int> way = [];
        for (int at = b; before.TryGetValue(at, out int previous) && previous != a; at = previous)
        {
            way.Insert(0, previous);
        }

        return [.. way];
    }

    private void Close(int count)
    {
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++)
            {
                if (a != b && HasBoth(a, b) && Direct(a, b) > 0)
                {
                    _reaches[a][b / Bits] |= 1UL << (b % Bits);
                }
            }
        }

        for (int by = 0; by < count; by++)
        {
            for (int a = 0; a < count; a++)
            {
                for (int word = 0; Reaches(a, by) && word < _reaches[a].Length; word++)
                {
                    _reaches[a][word] |= _reaches[by][word];
                }
            }
        }
    }

    private bool Reaches(int a, int b) => (_reaches[a][b / Bits] >> (b % Bits) & 1) == 1;

    private int Newest(int a, int b)
    {
        for (int test = 0; test < _claims.Length; test++)
        {
            if (a != b && _claims[test][a] is not null && _claims[test][b] is not null)
            {
                return test;
            }
        }

        return -1;
    }

    /// <summary>The tests of the newest day that has both.</summary>
    private IEnumerable<int> Day(int a, int b)
    {
        int newest = Newest(a, b);
        for (int test = newest; test >= 0 && test < _tests.Length && _tests[test].Origin.Date == _tests[newest].Origin.Date; test++)
        {
            if (_claims[test][a] is not null && _claims[test][b] is not null)
            {
                yield return test;
            }
        }
    }

    private int Direct(int a, int b)
    {
        int sum = 0;
        foreach (int test in Day(a, b))
        {
            sum += Sign(test, a, b);
        }

        return Math.Sign(sum);
    }

    private int Sign(int test, int a, int b) => _tests[test].Compare(Score(test, a), Score(test, b));

    private RankingScore Score(int test, int model) => (RankingScore)_claims[test][model]!.Result;
}

namespace LocalRig.Ledger;

/// <summary>Numbers of what rows repeat: words (machines, metrics) and places. A row and its indices hold numbers, which takes half of the disk and of the time.</summary>
internal sealed class KnownNumbers<T>
    where T : notnull
{
    private const int Most = 200_000; // some 20 MB; a public site has more machines than that, and the next ones are asked for again

    private readonly Dictionary<T, int> _known = [];

    /// <summary>What is known already.</summary>
    public int this[T one] => _known[one];

    /// <summary>Those whose numbers aren't known yet, each once.</summary>
    public IReadOnlyCollection<T> Missing(IEnumerable<T> all)
    {
        if (_known.Count > Most)
        {
            Forget();
        }

        HashSet<T> missing = [];
        foreach (T one in all)
        {
            if (!_known.ContainsKey(one))
            {
                missing.Add(one);
            }
        }

        return missing;
    }

    /// <summary>Notes a number.</summary>
    public void Note(T one, int number) => _known[one] = number;

    /// <summary>Forgets all: a transaction that was undone may have made some of them.</summary>
    public void Forget() => _known.Clear();
}

namespace LocalRig.Ledger;

/// <summary>Numbers of words that rows repeat: machines, devices, models, metrics. A row and its indices hold numbers, which takes half of the disk and of the time.</summary>
internal sealed class WordNumbers
{
    private const int Most = 100_000; // some 10 MB; a public site has more machines than that, and the next ones are asked for again

    private readonly Dictionary<string, int> _known = [];

    /// <summary>What is known already.</summary>
    public int this[string word] => _known[word];

    /// <summary>Words of rows whose numbers aren't known yet.</summary>
    public IReadOnlyCollection<string> Missing(IReadOnlyList<RecordRow> rows)
    {
        if (_known.Count > Most)
        {
            Forget();
        }

        HashSet<string> missing = [];
        foreach (RecordRow row in rows)
        {
            foreach (string word in (ReadOnlySpan<string>)[row.Machine, row.Device, row.Model, row.Metric])
            {
                if (!_known.ContainsKey(word))
                {
                    missing.Add(word);
                }
            }
        }

        return missing;
    }

    /// <summary>Notes a number.</summary>
    public void Note(string word, int number) => _known[word] = number;

    /// <summary>Forgets all: a transaction that was undone may have made some of them.</summary>
    public void Forget() => _known.Clear();
}

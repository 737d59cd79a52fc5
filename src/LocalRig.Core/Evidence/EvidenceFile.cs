namespace LocalRig.Evidence;

/// <summary>The files of <c>data/evidence</c> that this build carries.</summary>
internal static class EvidenceFile
{
    /// <summary>A file's text.</summary>
    /// <param name="name">Its name: <c>rankings.csv</c>.</param>
    /// <exception cref="InvalidOperationException">The build lacks it.</exception>
    public static string Read(string name)
    {
        using Stream stream = typeof(EvidenceFile).Assembly.GetManifestResourceStream("evidence/" + name) ?? throw new InvalidOperationException($"This build lacks its evidence: {name}.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The lines after the titles that hold something, with their numbers counted from 1.</summary>
    public static IEnumerable<(int Number, string[] Cells)> Rows(string csv) =>
        csv.Split('\n', StringSplitOptions.TrimEntries).Index().Skip(1).Where(l => l.Item.Length > 0).Select(l => (l.Index + 1, l.Item.Split(',')));
}

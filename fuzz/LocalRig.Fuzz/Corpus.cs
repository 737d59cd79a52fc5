namespace LocalRig.Fuzz;

/// <summary>Inputs that once led to an outcome none before them had, one in base64 a line; runs begin with them.</summary>
/// <param name="folder">Where the files are: <c>fuzz/corpus</c>.</param>
internal sealed class Corpus(string folder)
{
    /// <summary>Inputs a target keeps at most: what it has many outcomes for (every model there is) needs no more.</summary>
    public const int Most = 400;

    private string PathOf(string target) => Path.Combine(folder, target + ".txt");

    /// <summary>What is kept for a target.</summary>
    public IReadOnlyList<byte[]> For(string target) =>
        File.Exists(PathOf(target)) ? [.. File.ReadLines(PathOf(target)).Select(Convert.FromBase64String)] : [];

    /// <summary>Keeps these and no others.</summary>
    public void Keep(string target, IEnumerable<byte[]> inputs)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllLines(PathOf(target), inputs.Select(Convert.ToBase64String).Order(StringComparer.Ordinal));
    }
}

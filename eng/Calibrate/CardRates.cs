using System.Globalization;

namespace LocalRig.Calibrate;

/// <summary>What several cards change, from runs of the same test on one and on more of them.</summary>
internal static class CardRates
{
    private static readonly string[] Same = ["device", "backend", "model", "quant", "test", "depth", "flashAttention", "dataset"];

    public static void Add(Dictionary<string, double> rates, string path)
    {
        string[][] lines = [.. File.ReadLines(path).Select(l => l.Split(','))];
        int Column(string name) => Array.IndexOf(lines[0], name);
        int[] same = [.. Same.Select(Column)];
        string Key(string[] row) => string.Join('|', same.Select(c => row[c]));
        double Rate(string[] row) => double.Parse(row[Column("tokensPerSecond")], CultureInfo.InvariantCulture);
        Dictionary<string, double> single = lines.Skip(1).Where(r => r[Column("devices")] == "1").GroupBy(Key).ToDictionary(g => g.Key, g => Balanced.Median(g.Select(Rate)));
        double Cards(string[] row) => double.Parse(row[Column("devices")], CultureInfo.InvariantCulture);
        void Median(string name, string split, string test, Func<string[], double> expected) =>
            rates[name] = Balanced.Median(lines.Skip(1)
                .Where(r => r[Column("devices")] != "1" && r[Column("split")] == split && r[Column("test")].StartsWith(test, StringComparison.Ordinal) && single.ContainsKey(Key(r)))
                .Select(r => Math.Pow(Rate(r) / single[Key(r)] / expected(r), 1 / Math.Log2(Cards(r)))));
        Median("layerSplitPerDoubling", "layer", "tg", _ => 1);
        Median("layerSplitPrefillPerDoubling", "layer", "pp", r => Pipelined(Cards(r), double.Parse(r[Column("test")].AsSpan(2), CultureInfo.InvariantCulture)));
        Median("tensorSplitPerDoubling", "tensor", "tg", _ => 1);
        Median("tensorSplitPrefillPerDoubling", "tensor", "pp", _ => 1);
    }

    /// <summary>How many times as fast alike cards read a prompt that are never idle but at its ends: of M microbatches in a batch, the last leaves the last of N cards after M + N - 1
    /// of a card's turns, where one card takes M x N (llama-bench's batch of 2,048 tokens in microbatches of 512).</summary>
    private static double Pipelined(double cards, double tokens)
    {
        double microbatches = Math.Clamp(tokens / Microbatch, 1, Batch / Microbatch);
        return cards * microbatches / (microbatches + cards - 1);
    }

    private const double Batch = 2048;
    private const double Microbatch = 512;
}

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
        void Median(string name, string split, string test) =>
            rates[name] = Balanced.Median(lines.Skip(1)
                .Where(r => r[Column("devices")] != "1" && r[Column("split")] == split && r[Column("test")].StartsWith(test, StringComparison.Ordinal) && single.ContainsKey(Key(r)))
                .Select(r => Math.Pow(Rate(r) / single[Key(r)], 1 / Math.Log2(double.Parse(r[Column("devices")], CultureInfo.InvariantCulture)))));
        Median("layerSplitPerDoubling", "layer", "tg");
        Median("layerSplitPrefillPerDoubling", "layer", "pp");
        Median("tensorSplitPerDoubling", "tensor", "tg");
        Median("tensorSplitPrefillPerDoubling", "tensor", "pp");
    }
}

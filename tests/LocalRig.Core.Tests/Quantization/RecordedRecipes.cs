using LocalRig.Architectures;
using LocalRig.Models;
using LocalRig.Quantization;
using Xunit;

namespace LocalRig.Core.Tests.Quantization;

/// <summary>The recorded weights and types of one model (tests/data/recipes/recipes.txt; its README tells the form).</summary>
internal sealed class RecordedRecipes
{
    private static readonly Lazy<Dictionary<string, RecordedRecipes>> AllRecorded = new(Load);

    private readonly Dictionary<string, List<string>> _groups = [];

    public static IReadOnlyDictionary<string, RecordedRecipes> All => AllRecorded.Value;

    /// <summary>Every weight's shape and whether it is always F32, by name.</summary>
    public Dictionary<string, WeightShape> Weights { get; } = [];

    /// <summary>Every quantizable weight's type by recipe and name.</summary>
    public Dictionary<string, Dictionary<string, TensorType>> Types { get; } = [];

    private static Dictionary<string, RecordedRecipes> Load()
    {
        var all = new Dictionary<string, RecordedRecipes>();
        RecordedRecipes? model = null;
        Dictionary<string, TensorType>? types = null;
        foreach (string line in File.ReadLines(TestData.Path("recipes", "recipes.txt")))
        {
            string[] words = line.Split(' ');
            switch (words[0])
            {
                case "spec":
                    all[words[1]] = model = new RecordedRecipes();
                    break;
                case "t":
                    model!.AddWeights(words);
                    break;
                case "r":
                    model!.Types[words[1]] = types = [];
                    break;
                default:
                    model!.AddTypes(types!, words);
                    break;
            }
        }

        return all;
    }

    private void AddWeights(string[] words)
    {
        long[] ne = [.. words[2].Split('x').Select(long.Parse), 1, 1, 1];
        List<string> names = _groups[words[1]] = [];
        foreach (int layer in words[4].StartsWith('-') ? [-1] : words[4].Split(',').SelectMany(Range))
        {
            string name = words[1].Replace("*", $"{layer}", StringComparison.Ordinal);
            names.Add(name);
            Weights[name] = new WeightShape(name, new TensorShape(ne[0], ne[1], ne[2]), words[3] == "f");
        }
    }

    private void AddTypes(Dictionary<string, TensorType> types, string[] words)
    {
        int next = 0;
        foreach (string run in words.Skip(1))
        {
            string[] parts = run.Split('*');
            Assert.True(TensorTypeExtensions.TryParse(parts[0], out TensorType type), $"no type {parts[0]}");
            for (int i = 0; i < (parts.Length == 1 ? 1 : int.Parse(parts[1])); i++)
            {
                types[_groups[words[0]][next++]] = type;
            }
        }
    }

    private static IEnumerable<int> Range(string range)
    {
        int[] ends = [.. range.Split('-').Select(int.Parse)];
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }
}

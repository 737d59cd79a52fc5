using LocalRig.Engines.LlamaCpp;
using LocalRig.Engines.LlamaCpp.Backends;
using LocalRig.Engines.LlamaCpp.Weights;
using Xunit;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

public class WeightPlacementTests
{
    /// <summary>Suites measured on mapped files, where the mapped range replaces host buffers.</summary>
    private static readonly string[] Mapped = ["R-real", "M-mmap", "X-rss"];

    [Fact]
    public void Every_recorded_cell_has_its_weights_in_the_buffers_llama_cpp_used()
    {
        List<string> wrong = [];
        Dictionary<string, string> answers = [];
        int seen = 0;
        foreach (RecordedCell cell in RecordedCell.ReadAll().Where(c => !Mapped.Contains(c.Suite)))
        {
            // caches and batches don't move weights, so cells that differ only there share one answer
            string key = cell.WeightKey;
            if (!answers.TryGetValue(key, out string? actual))
            {
                answers[key] = actual = PlaceWeights(cell);
            }

            string expected = string.Join(' ', cell.Bytes("model_by_buft"));
            if (expected != actual)
            {
                wrong.Add($"{cell.Id} {cell.Row["spec"]} {cell.Row["ftype"]} {cell.Row["params"]!.ToJsonString()}: {expected} but {actual}");
            }

            seen++;
        }

        Assert.Equal(4876, seen);
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static string PlaceWeights(RecordedCell cell)
    {
        BackendSet backends = BackendSet.For(cell.Rig, cell.Placement, LlamaCppProfile.V050);
        WeightBuffers weights = WeightPlacement.Place(cell.Model, cell.Placement, cell.Rig, cell.Workload, backends);
        return string.Join(' ', weights.Sizes().OrderBy(s => s.Key.Name, StringComparer.Ordinal).Select(s => $"[{s.Key}, {s.Value.Bytes}]"));
    }
}

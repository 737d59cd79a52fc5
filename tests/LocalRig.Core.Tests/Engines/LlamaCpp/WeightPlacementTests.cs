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
        int seen = 0;
        foreach (RecordedCell cell in RecordedCell.ReadAll().Where(c => !Mapped.Contains(c.Suite)))
        {
            BackendSet backends = BackendSet.For(cell.Rig, cell.Placement);
            WeightBuffers weights = WeightPlacement.Place(cell.Model, cell.Placement, cell.Rig, cell.Workload, backends);
            string expected = string.Join(' ', cell.Bytes("model_by_buft"));
            string actual = string.Join(' ', weights.Sizes().OrderBy(s => s.Key.Name, StringComparer.Ordinal).Select(s => $"[{s.Key}, {s.Value.Bytes}]"));
            if (expected != actual)
            {
                wrong.Add($"{cell.Id} {cell.Row["spec"]} {cell.Row["ftype"]} {cell.Row["params"]!.ToJsonString()}: {expected} but {actual}");
            }

            seen++;
        }

        Assert.Equal(4876, seen);
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}

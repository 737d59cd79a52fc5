using System.Collections.Immutable;
using CsCheck;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Engines.LlamaCpp.Graphs;
using LocalRig.Models;
using Xunit;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>Leaving out repeats of alike layers must never change a byte.</summary>
public class LayerFoldingTests
{
    /// <summary>One in this many recorded cells is planned both ways; the parts are compared with llama.cpp's own in <see cref="LlamaCppEngineTests"/>.</summary>
    private const int Step = 9;

    private static readonly LlamaCppEngine Folding = new(LlamaCppProfile.V050);

    private static readonly LlamaCppEngine Whole = new(LlamaCppProfile.V050, folds: false);

    [Fact]
    public void A_folded_graph_needs_the_same_bytes_as_the_whole_one_in_recorded_plans()
    {
        List<string> wrong = [];
        int seen = 0;
        foreach (RecordedCell cell in RecordedCell.ReadAll().Where((_, i) => i % Step == 0))
        {
            EngineAllocation folded = Folding.Allocate(cell.Model, cell.Workload, cell.Placement, cell.Rig);
            EngineAllocation whole = Whole.Allocate(cell.Model, cell.Workload, cell.Placement, cell.Rig);
            if (!folded.Devices.SequenceEqual(whole.Devices))
            {
                wrong.Add($"{cell.Id} {cell.Row["spec"]} {cell.Row["params"]!.ToJsonString()}: whole {whole.Devices[0].Compute}, folded {folded.Devices[0].Compute}");
            }

            seen++;
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.InRange(seen, 500, 5_000);
    }

    [Fact]
    public void A_folded_graph_needs_the_same_bytes_as_the_whole_one_in_random_plans() =>
        Gen.Select(EngineLawsTests.DeepModels, EngineLawsTests.Workloads, Gen.Int[0, 41], Gen.Int[1, 3], Gen.Int[0, 20]).Sample(
            (model, workload, gpuLayers, devices, experts) =>
            {
                LocalRig.Planning.Placement placement = new() { GpuLayers = gpuLayers, CpuMoeLayers = experts };
                EngineAllocation folded = Folding.Allocate(model, workload, placement, EngineLawsTests.CudaRig(devices));
                return folded.Devices.SequenceEqual(Whole.Allocate(model, workload, placement, EngineLawsTests.CudaRig(devices)).Devices);
            },
            iter: 150);

    [Fact]
    public void Of_alike_layers_four_repeats_and_one_more_are_kept()
    {
        LayerFolding dense = LayerFolding.Of([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        Assert.Equal([0, 1, 2, 3, 8, 9], dense.Layers);
        Assert.Equal(new LayerGap(0, 1, 8), Assert.Single(dense.Gaps));
    }

    [Fact]
    public void An_even_number_of_repeats_is_left_out()
    {
        LayerFolding dense = LayerFolding.Of([0, 0, 0, 0, 0, 0, 0, 0, 1]);
        Assert.Equal([0, 1, 2, 3, 4, 7, 8], dense.Layers);
        Assert.Equal(new LayerGap(1, 1, 7), Assert.Single(dense.Gaps));
    }

    [Fact]
    public void A_pattern_is_kept_whole_and_unlike_layers_are_never_left_out()
    {
        LayerFolding hybrid = LayerFolding.Of([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 2]);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 12, 13], hybrid.Layers);
        Assert.Equal(new LayerGap(0, 2, 12), Assert.Single(hybrid.Gaps));
        ImmutableArray<int> unlike = LayerFolding.Of([0, 1, 2, 3, 4, 5]).Layers;
        Assert.Equal(6, unlike.Length);
    }
}

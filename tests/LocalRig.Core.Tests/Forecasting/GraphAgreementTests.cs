using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp.Caches;
using LocalRig.Engines.LlamaCpp.Graphs;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Forecasting;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Forecasting;

/// <summary>The forecast's amounts and the memory plan's graphs are two ways to the same numbers; the graphs equal llama.cpp's node by node.</summary>
public sealed class GraphAgreementTests
{
    private const int Cells = 4096;

    public static TheoryData<string, string> Models => new()
    {
        { "Llama-3.1-8B", "Q4_K_M" }, { "Qwen2.5-14B", "Q8_0" }, { "Qwen3-30B-A3B", "Q4_K_M" }, { "Qwen3.5-27B", "Q4_K_M" }, { "Qwen3.5-35B-A3B", "BF16" },
        { "GLM-4.5-Air", "Q4_K_M" }, { "gpt-oss-20b", "MXFP4" }, { "gemma-3-12b", "Q4_0" }, { "Llama-3.2-1B", "F16" }, { "GLM-4.7-Flash", "Q8_0" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void A_token_reads_the_weights_its_graph_multiplies_with(string id, string quant)
    {
        Model model = Rigs.Model(id, quant);
        GraphCost graph = GraphCost.OfToken(TokenGraph(model));
        Work work = Token(model);

        // The graph counts matrices; norms, biases and convolution taps are under half a percent beside them.
        Assert.InRange(work.Elements / graph.WeightElements, 1, 1.005);
        Assert.InRange(work.WeightBytes / graph.WeightBytes, 1, 1.005);
    }

    [Theory]
    [InlineData("Llama-3.1-8B")]
    [InlineData("Qwen3-30B-A3B")]
    [InlineData("Qwen3.5-27B")]
    [InlineData("GLM-4.5-Air")]
    [InlineData("GLM-4.7-Flash")]
    public void A_token_looks_back_over_the_cache_its_graph_reads(string id)
    {
        Model model = Rigs.Model(id, "Q4_K_M");
        GraphCost graph = GraphCost.OfToken(TokenGraph(model));
        Work work = Token(model);
        Assert.Equal(graph.CacheBytes, work.CacheBytes);
        Assert.Equal(graph.AttentionOperations, work.AttentionOperations - Recurrent(model));
    }

    private static double Recurrent(Model model) =>
        ModelWork.Of(model).Layers.Where(l => l.Attention is RecurrentAttention).Sum(l => l.AttentionOperations(Cells));

    private static Work Token(Model model)
    {
        Work work = Work.Of(1);
        foreach (LayerWork layer in ModelWork.Of(model).Layers.Append(ModelWork.Of(model).Output))
        {
            work.Add(layer, Cells, TensorType.F16, TensorType.F16);
        }

        return work;
    }

    private static Graph TokenGraph(Model model)
    {
        Workload workload = new() { Context = Cells };
        EffectiveWorkload effective = new(Cells, Cells, workload.Batch, workload.Microbatch, true, false, 1);
        return GraphFamilies.Build(new GraphRequest
        {
            Architecture = model.Architecture!,
            Weights = WeightTable.Of(model.Tensors),
            ContextPerSequence = Cells,
            Tokens = 1,
            Sequences = 1,
            Outputs = 1,
            FlashAttention = true,
            Cache = CacheRules.Full(effective, workload),
            SlidingCache = CacheRules.Sliding(model.Architecture!, effective, workload),
        });
    }
}

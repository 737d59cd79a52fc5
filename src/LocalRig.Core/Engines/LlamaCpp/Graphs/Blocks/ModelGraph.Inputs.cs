using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>What enters and leaves the graph (llama-graph.cpp, build_inp_*; llm_graph_result::set_outputs).</summary>
internal sealed partial class ModelGraph
{
    private GraphTensor? _embedding;

    /// <summary>Token embeddings; the graph always holds both ways in, token ids and ready vectors (build_inp_embd).</summary>
    public GraphTensor InputEmbedding()
    {
        GraphTensor tokens = Input("inp_tokens", TensorType.I32, new TensorShape(Tokens));
        GraphTensor vectors = Input("inp_embd", TensorType.F32, new TensorShape(Architecture.EmbeddingLength, Tokens));
        GraphTensor rows = GetRows(TokenEmbedding(), tokens);
        Expand(rows);
        Expand(vectors);
        return rows;
    }

    /// <summary>The token embedding matrix.</summary>
    public GraphTensor TokenEmbedding() => _embedding ??= Weight(-1, WeightRole.TokenEmbedding);

    /// <summary>Positions, several per token for multi-axis rotary embedding (build_inp_pos).</summary>
    public GraphTensor InputPositions(int perToken = 1) =>
        Input("inp_pos", TensorType.I32, new TensorShape((long)Tokens * perToken));

    /// <summary>Which tokens' logits are wanted (build_inp_out_ids).</summary>
    public GraphTensor InputOutputIds() => Input("out_ids", TensorType.I32, new TensorShape(Request.Outputs));

    /// <summary>One factor per token on the queries (build_inp_attn_scale).</summary>
    public GraphTensor InputAttentionScale() => Input("inp_attn_scale", TensorType.F32, new TensorShape(1, 1, Tokens));

    /// <summary>The last norm, which is also what embeddings mode reads.</summary>
    public GraphTensor FinalNorm(GraphTensor x) =>
        Norm(x, Weight(-1, WeightRole.OutputNorm), -1, Optional(-1, WeightRole.OutputNormBias));

    /// <summary>Logits: the output matrix, which may be the token embedding itself.</summary>
    public GraphTensor Logits(GraphTensor x) => Project(OutputMatrix(), x, Optional(-1, WeightRole.OutputBias));

    /// <summary>Ends the graph: the tensors the caller reads keep their storage.</summary>
    public Graph Finish(GraphTensor logits, params GraphTensor[] alsoRead)
    {
        Expand(logits);
        logits.IsOutput = true;
        foreach (GraphTensor tensor in alsoRead)
        {
            tensor.IsOutput = true;
        }

        return Graph;
    }

    private GraphTensor OutputMatrix()
    {
        if (Optional(-1, WeightRole.Output) is { } output)
        {
            return output;
        }

        if (Request.OutputSharesEmbedding && _embedding is not null)
        {
            return _embedding;
        }

        // A tied model's output layer has its own copy; it comes after the last layer.
        GraphTensor copy = Weight(-1, WeightRole.TokenEmbedding);
        copy.Layer = Architecture.Layers.Length;
        return copy;
    }
}

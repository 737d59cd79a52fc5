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
    /// <param name="extra">Further parts, as wide as an embedding, that ready vectors bring for the first layers (n_deepstack_layers).</param>
    public GraphTensor InputEmbedding(int extra = 0)
    {
        long width = Architecture.EmbeddingLength;
        GraphTensor tokens = Input("inp_tokens", TensorType.I32, new TensorShape(Tokens));
        GraphTensor vectors = Input("inp_embd", TensorType.F32, new TensorShape(width * (1 + extra), Tokens));
        GraphTensor rows = GetRows(TokenEmbedding(), tokens);
        Expand(rows);
        GraphTensor? looked = Request.MixesInputs ? GetRows(TokenEmbedding(), Input("inp_mixed_tokens", TensorType.I32, new TensorShape(Tokens))) : null;
        if (looked is not null)
        {
            Expand(looked);
        }

        if (extra > 0)
        {
            rows = Pad0(rows, width * extra);
            Expand(rows);
        }

        Expand(vectors);
        if (looked is not null)
        {
            MixInputs(extra > 0 ? Pad0(looked, width * extra) : looked);
        }

        return extra > 0 ? View2(rows, width, Tokens, rows.Strides.Nb1, 0) : rows;
    }

    /// <summary>Token embeddings times the family's constant; ready vectors are not scaled, so where both come together there is a factor
    /// per token.</summary>
    public GraphTensor ScaledInputEmbedding()
    {
        GraphTensor rows = InputEmbedding();
        return Request.MixesInputs ? Mul(rows, Input("inp_scale_rows", TensorType.F32, new TensorShape(1, Tokens))) : Scale(rows);
    }

    /// <summary>The third way in, token ids among vectors: looked-up rows are written into a copy of the vectors. The graph that is sized
    /// doesn't read the result, so that copy keeps its storage to the end (seen in the graphs of llama.cpp 0.7.0).</summary>
    private void MixInputs(GraphTensor looked)
    {
        GraphTensor vectors = Input("inp_mixed_embd", TensorType.F32, looked.Shape);
        GraphTensor slots = Input("inp_mixed_slots", TensorType.I64, new TensorShape(Tokens));
        Expand(SetRows(Duplicate(vectors), looked, slots));
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

    /// <summary>Whether the wanted rows are picked in this layer, by a family that used to pick them after the last.</summary>
    public bool PicksRowsIn(int layer) => Request.PicksRowsEarly && layer == Architecture.Layers.Length - 1;

    /// <summary>The last norm, which is also what embeddings mode reads.</summary>
    public GraphTensor FinalNorm(GraphTensor x) =>
        Norm(x, Weight(-1, WeightRole.OutputNorm), -1, Optional(-1, WeightRole.OutputNormBias));

    /// <summary>Logits: the output matrix, which may be the token embedding itself.</summary>
    public GraphTensor Logits(GraphTensor x) => Project(OutputMatrix(), x, Optional(-1, WeightRole.OutputBias));

    /// <summary>Ends the graph: the tensors the caller reads keep their storage.</summary>
    public Graph Finish(GraphTensor logits, params GraphTensor[] alsoRead)
    {
        bool embeds = Request.Embeddings && alsoRead.Length > 0;
        if (!embeds || ComputesLogitsOfEmbeddings)
        {
            Expand(logits);
            logits.IsOutput = true;
        }

        if (embeds)
        {
            GraphTensor pooled = Pooled(alsoRead[0]);
            Expand(pooled);
            pooled.IsOutput = true;
        }

        foreach (GraphTensor tensor in alsoRead)
        {
            tensor.IsOutput = true;
        }

        return Graph;
    }

    /// <summary>Whether logits are computed beside embeddings: diffusion models' still are (seen in the graphs of llama.cpp 0.7.0).</summary>
    private bool ComputesLogitsOfEmbeddings => !Request.SkipsLogitsOfEmbeddings || Architecture.Layers.Any(static l => l.KeepsNothing);

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

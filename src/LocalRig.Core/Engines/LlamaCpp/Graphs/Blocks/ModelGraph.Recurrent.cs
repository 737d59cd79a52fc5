using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>Recurrent state and the gated delta rule (llama-graph.cpp, build_rs; models/delta-net-base.cpp).</summary>
internal sealed partial class ModelGraph
{
    /// <summary>Tokens of one sequence in the batch.</summary>
    public int SequenceTokens => Tokens / Request.Sequences;

    /// <summary>Inputs of recurrent layers (build_rs_inp).</summary>
    public RecurrentInputs RecurrentInputs()
    {
        GraphTensor rows = Input("rs_s_copy", TensorType.I32, new TensorShape(Request.RecurrentCells));
        return new RecurrentInputs(
            rows,
            View1(rows, Request.Sequences, 0),
            Request.LooksUpStatesAtOnce
                ? View1(rows, Request.RecurrentCells - 1, rows.Strides.Nb0)
                : View1(rows, Request.RecurrentCells - Request.Sequences, Request.Sequences * rows.Strides.Nb0)
        );
    }

    /// <summary>Convolution history joined with the new channels [channels, tokens, sequences]; the newest part is kept for the next batch (build_conv_state).</summary>
    /// <param name="inputs">Rows of states.</param>
    /// <param name="shape">The layer's shape.</param>
    /// <param name="channels">The new channels.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="isFlat">Whether what is kept is written as one row (Mamba's first form).</param>
    public GraphTensor ConvolutionInput(RecurrentInputs inputs, RecurrentAttention shape, GraphTensor channels, int layer, bool isFlat = false)
    {
        int history = shape.ConvolutionKernel - 1;
        GraphTensor cache = StateCache($"cache_r_l{layer}", shape.ConvolutionStateElements, layer);
        GraphTensor states = Reshape(LoadStates(inputs, cache), history, shape.ConvolutionChannels, Request.Sequences);
        GraphTensor joined = Concat0(states, Transpose(channels));
        int snapshots = Request.RecurrentSnapshots + 1;
        for (int t = 1; t <= snapshots; t++)
        {
            long first = Math.Max(0, joined.Shape.Ne0 - states.Shape.Ne0 - snapshots + t);
            GraphTensor newest = View3(joined, history, shape.ConvolutionChannels, Request.Sequences, joined.Strides.Nb1, joined.Strides.Nb2, joined.Type.RowBytes(first));
            long slot = (long)(snapshots - t) * Request.RecurrentCells * cache.Strides.Nb1;
            GraphTensor kept = isFlat
                ? View1(cache, (long)shape.ConvolutionStateElements * Request.Sequences, slot)
                : View2(cache, shape.ConvolutionStateElements, Request.Sequences, cache.Strides.Nb1, slot);
            Expand(Copy(newest, kept));
        }

        return joined;
    }

    /// <summary>The convolution histories of queries, keys and values, one after another per sequence, and the cache that holds them.</summary>
    public (GraphTensor Cache, GraphTensor States) ConvolutionStates(RecurrentInputs inputs, RecurrentAttention shape, int layer)
    {
        GraphTensor cache = StateCache($"cache_r_l{layer}", shape.ConvolutionStateElements, layer);
        return (cache, LoadStates(inputs, cache));
    }

    /// <summary>One of the three histories joined with its new channels; the newest part is kept for the next batch (causal_conv1d of models/kimi-linear.cpp).</summary>
    public GraphTensor JoinedHistory((GraphTensor Cache, GraphTensor States) kept, RecurrentAttention shape, GraphTensor channels, int part)
    {
        long history = shape.ConvolutionKernel - 1;
        long inner = shape.InnerSize;
        GraphTensor Own(GraphTensor of) =>
            View3(of, history, inner, Request.Sequences, of.Type.RowBytes(history), of.Type.RowBytes(shape.ConvolutionStateElements), of.Type.RowBytes(part * history * inner));
        GraphTensor joined = Concat0(Own(kept.States), Transpose(Reshape(channels, inner, SequenceTokens, Request.Sequences)));
        GraphTensor newest = View3(joined, history, inner, Request.Sequences, joined.Strides.Nb1, joined.Strides.Nb2, joined.Type.RowBytes(SequenceTokens));
        Expand(Copy(newest, Own(kept.Cache)));
        return joined;
    }

    /// <summary>The recurrent state each sequence starts from: [value, value, heads, sequences].</summary>
    public (GraphTensor Cache, GraphTensor State) RecurrentState(RecurrentInputs inputs, RecurrentAttention shape, int layer)
    {
        GraphTensor cache = StateCache($"cache_s_l{layer}", shape.RecurrentStateElements, layer);
        int value = shape.InnerSize / shape.ValueHeads;
        return (cache, Reshape(LoadStates(inputs, cache), value, value, shape.ValueHeads, Request.Sequences));
    }

    /// <summary>Runs the gated delta rule in one kernel and stores the new states (build_recurrent_attn): [value, heads, tokens, sequences].</summary>
    public GraphTensor DeltaRule(GraphTensor q, GraphTensor k, GraphTensor v, GraphTensor gate, GraphTensor beta, GraphTensor state, GraphTensor cache)
    {
        long value = v.Shape.Ne0;
        long heads = v.Shape.Ne1;
        long tokens = v.Shape.Ne2;
        long sequences = v.Shape.Ne3;
        int snapshots = Request.RecurrentSnapshots + 1;
        GraphTensor result = GatedDeltaNet(q, k, v, gate, beta, state, snapshots);
        TensorType type = result.Type;
        long attended = type.RowBytes(value * heads * tokens * sequences);
        GraphTensor output = View(
            result,
            new TensorShape(value, heads, tokens, sequences),
            new TensorStrides(0, type.RowBytes(value), type.RowBytes(value * heads), type.RowBytes(value * heads * tokens)),
            0
        );
        if (Request.RecurrentSnapshots == 0)
        {
            TensorStrides strides = new(0, type.RowBytes(value), type.RowBytes(value * value), type.RowBytes(value * value * heads));
            GraphTensor newest = View(result, new TensorShape(value, value, heads, sequences), strides, attended);
            Expand(Copy(newest, View2(cache, cache.Shape.Ne0, sequences, cache.Strides.Nb1, 0)));
            return output;
        }

        long elements = value * value * heads;
        long written = Math.Min(tokens, snapshots);
        GraphTensor states = View3(result, elements, sequences, written, type.RowBytes(elements), type.RowBytes(elements * sequences), attended);
        Expand(Copy(states, View3(cache, elements, sequences, written, cache.Strides.Nb1, Request.RecurrentCells * cache.Strides.Nb1, 0)));
        return output;
    }

    /// <summary>Unit length per head, as the delta rule wants its queries and keys (models.h, build_gdn_l2_norm).</summary>
    public static GraphTensor UnitLength(GraphTensor x) => Scale(RmsNorm(x));

    private GraphTensor StateCache(string name, long elements, int layer) =>
        External(name, TensorType.F32, new TensorShape(elements, (long)Request.RecurrentCells * (1 + Request.RecurrentSnapshots)), layer);

    private GraphTensor LoadStates(RecurrentInputs inputs, GraphTensor cache)
    {
        GraphTensor states = Reshape(cache, cache.Shape.Ne0, cache.Shape.Ne1);
        Expand(ScaleInPlace(View1(states, states.Shape.Ne0, 0)));
        int sequences = Request.Sequences;
        int others = Request.RecurrentCells - sequences;
        GraphTensor? all = Request.LooksUpStatesAtOnce ? GetRows(states, inputs.All) : null;
        GraphTensor current = all is null ? GetRows(states, inputs.Main) : RowsOf(all, sequences, 0);
        Expand(current);
        GraphTensor moved = all is null ? GetRows(states, inputs.Extra) : RowsOf(all, others, sequences);
        Expand(Copy(moved, RowsOf(cache, others, sequences)));
        return current;
    }

    /// <summary>Runs a state-space scan over a layer's states, which it reads by the batch's rows itself, and moves the other sequences' states
    /// (build_rs with get_ssm_rows).</summary>
    public GraphTensor Scanned(RecurrentInputs inputs, GraphTensor cache, Func<GraphTensor, GraphTensor, GraphTensor> scan)
    {
        GraphTensor states = Reshape(cache, cache.Shape.Ne0, cache.Shape.Ne1);
        Expand(ScaleInPlace(View1(states, states.Shape.Ne0, 0)));
        GraphTensor result = scan(states, inputs.Main);
        Expand(result);
        int others = Request.RecurrentCells - Request.Sequences;
        GraphTensor moved = Request.LooksUpStatesAtOnce
            ? RowsOf(GetRows(states, inputs.Extra), others, Request.Sequences - 1)
            : GetRows(states, inputs.Extra);
        Expand(Copy(moved, RowsOf(cache, others, Request.Sequences)));
        return result;
    }

    /// <summary>The cache that holds a layer's scanned states.</summary>
    public GraphTensor ScannedStates(RecurrentAttention shape, int layer) => StateCache($"cache_s_l{layer}", shape.RecurrentStateElements, layer);

    private static GraphTensor RowsOf(GraphTensor states, int count, int first) =>
        View2(states, states.Shape.Ne0, count, states.Strides.Nb1, first * states.Strides.Nb1);
}

using static LocalRig.Quantization.FileType;

namespace LocalRig.Quantization;

/// <summary>Chooses each tensor's type in file order, as llama-quantize does (llama-quant.cpp, llama_tensor_get_type). It counts what it has
/// seen, so tensors must come in file order, each once. Rules for families LocalRig doesn't know (Falcon, BailingMoE) are left out.</summary>
/// <param name="model">What the rules look at.</param>
/// <param name="recipe">The rule book.</param>
/// <param name="withImatrix">Whether an importance matrix is at hand.</param>
/// <param name="nativeExperts">The type experts were released in, which unquantized recipes keep.</param>
internal sealed class RecipeChooser(RecipeModel model, QuantRecipe recipe, bool withImatrix, TensorType? nativeExperts = null)
{
    /// <summary>The expert count of Mixtral, for which llama.cpp spends more bits on attention.</summary>
    private const int MixtralExperts = 8;

    private readonly FileType _file = recipe.FileType;
    private readonly TensorType _base = recipe.BaseType;
    private int _values;
    private int _downs;
    private int _gates;
    private int _ups;

    /// <summary>The next tensor's type.</summary>
    public TensorType TypeOf(RecipeWeight weight)
    {
        if (weight.Shape.AlwaysF32)
        {
            return TensorType.F32;
        }

        if (!_base.IsQuantized())
        {
            // F16 and BF16 files of a model released in a block format keep it for the experts (conversion/gpt_oss.py)
            return nativeExperts is { } native && _base != TensorType.F32 && weight.Shape.Shape.Ne2 > 1 ? native : _base;
        }

        if (!weight.MayBeQuantized)
        {
            return TensorType.F16; // as in the file it is made from; BF16 takes the same bytes
        }

        return Fit(Choose(weight, weight.Role), weight.Shape.Shape.Ne0);
    }

    private TensorType Choose(RecipeWeight weight, TensorRole role)
    {
        if (role == TensorRole.Output || (role == TensorRole.TokenEmbedding && model.TiedEmbeddings))
        {
            return ForOutput(weight.Shape.Shape.Ne0);
        }

        if (_file == MXFP4_MOE)
        {
            return weight.Shape.Shape.Ne2 > 1 ? TensorType.MXFP4 : TensorType.Q8_0;
        }

        if (role == TensorRole.TokenEmbedding)
        {
            return ForEmbedding();
        }

        if (_file is IQ1_S or IQ1_M or IQ2_XXS or IQ2_XS or IQ2_S or IQ2_M)
        {
            return ForLowBits(role);
        }

        return role switch
        {
            TensorRole.AttentionValue => ForValue(_values++),
            TensorRole.AttentionKey => model.Experts == MixtralExperts ? TensorType.Q8_0 : ForQueryOrKey(),
            TensorRole.AttentionQuery => ForQueryOrKey(),
            TensorRole.AttentionOutput => ForAttentionOutput(),
            TensorRole.FeedForwardDown => ForDown(LayerOf(weight, _downs++)),
            TensorRole.FeedForwardGate => ForGateOrUp(LayerOf(weight, _gates++)),
            TensorRole.FeedForwardUp => ForGateOrUp(LayerOf(weight, _ups++)),
            _ => _base,
        };
    }

    // experts and shared experts come several to a layer, so the name tells the layer; a dense model just counts
    private int LayerOf(RecipeWeight weight, int seen) => model.Experts > 1 ? weight.Layer : seen;

    private TensorType ForOutput(long rowLength)
    {
        if (_file == MXFP4_MOE || rowLength % _base.BlockElements() != 0)
        {
            return TensorType.Q8_0;
        }

        return _file switch
        {
            IQ1_S or IQ1_M or IQ2_XXS or IQ2_XS or IQ2_S or IQ2_M or IQ3_XXS => TensorType.Q5_K,
            Q8_0 => TensorType.Q8_0,
            _ => TensorType.Q6_K,
        };
    }

    private TensorType ForEmbedding() =>
        _file switch
        {
            IQ1_S or IQ1_M or IQ2_XXS or IQ2_XS => TensorType.Q2_K,
            IQ2_S or IQ2_M or IQ3_XXS => TensorType.IQ3_S,
            TQ1_0 or TQ2_0 or Q2_0 => TensorType.Q4_K,
            _ => _base,
        };

    private TensorType ForLowBits(TensorRole role)
    {
        bool isTwoBitMix = _file is IQ2_S or IQ2_M;
        TensorType better = isTwoBitMix ? TensorType.IQ3_S : TensorType.Q2_K;
        switch (role)
        {
            case TensorRole.AttentionValue:
                _values++;
                return model.GroupedQueries >= 4 || model.Experts >= 4 ? TensorType.Q4_K : better;
            case TensorRole.AttentionKey when model.Experts == MixtralExperts:
                return TensorType.Q4_K;
            case TensorRole.FeedForwardDown:
                return _downs++ < model.Layers / 8 ? better : _base;
            case TensorRole.AttentionOutput when model.Experts == MixtralExperts:
                return TensorType.Q5_K;
            case TensorRole.AttentionOutput:
                return isTwoBitMix ? TensorType.IQ3_S : _file is IQ1_S or IQ1_M ? TensorType.IQ2_XXS : _base;
            default:
                return _base;
        }
    }

    private TensorType ForValue(int index)
    {
        bool isGrouped = model.GroupedQueries >= 4;
        TensorType type = _file switch
        {
            Q2_K => isGrouped ? TensorType.Q4_K : TensorType.Q3_K,
            Q2_K_S or IQ3_XS or IQ3_S when isGrouped => TensorType.Q4_K,
            IQ3_XXS => isGrouped ? TensorType.Q4_K : withImatrix ? TensorType.IQ3_XXS : TensorType.IQ3_S,
            IQ3_M => TensorType.Q4_K,
            Q3_K_M => index < 2 ? TensorType.Q5_K : TensorType.Q4_K,
            Q3_K_L => TensorType.Q5_K,
            IQ4_NL or IQ4_XS when isGrouped => TensorType.Q5_K,
            Q4_K_M or Q5_K_M when DeservesMoreBits(index, model.AttentionValues) => TensorType.Q6_K,
            Q4_K_S when index < 4 => TensorType.Q5_K,
            _ => _base,
        };
        if (model.Experts == MixtralExperts)
        {
            return TensorType.Q8_0;
        }

        return model.IsSeventyBillion && (type is TensorType.Q3_K or TensorType.Q4_K) ? TensorType.Q5_K : type;
    }

    private TensorType ForQueryOrKey() =>
        _file switch
        {
            IQ3_XS => TensorType.IQ3_XXS,
            IQ3_XXS => TensorType.IQ2_S,
            _ => _base,
        };

    private TensorType ForAttentionOutput()
    {
        if (model.Experts == MixtralExperts)
        {
            return _file is Q2_K or IQ3_XS or IQ3_XXS or Q3_K_S or Q3_K_M or IQ4_NL or Q4_K_S or Q4_K_M or IQ3_S or IQ3_M or IQ4_XS
                ? TensorType.Q5_K
                : _base;
        }

        return _file switch
        {
            Q2_K => TensorType.Q3_K,
            IQ3_XXS => TensorType.IQ3_S,
            Q3_K_M or IQ3_M => TensorType.Q4_K,
            Q3_K_L => TensorType.Q5_K,
            _ => _base,
        };
    }

    private TensorType ForDown(int layer)
    {
        bool isFirstEighth = layer < model.Layers / 8;
        bool moreBits = DeservesMoreBits(layer, model.Layers);
        return _file switch
        {
            Q2_K => TensorType.Q3_K,
            Q2_K_S when isFirstEighth => TensorType.Q4_K,
            IQ3_XXS when !withImatrix => isFirstEighth ? TensorType.Q4_K : TensorType.Q3_K,
            Q3_K_M => layer < model.Layers / 16 ? TensorType.Q5_K : TensorType.Q4_K,
            IQ3_M when isFirstEighth || (model.Experts == MixtralExperts && moreBits) => TensorType.Q4_K,
            Q3_K_L => TensorType.Q5_K,
            Q4_K_M or Q5_K_M when moreBits => TensorType.Q6_K,
            IQ4_NL or IQ4_XS when isFirstEighth && !withImatrix => TensorType.Q5_K,
            Q4_K_S when isFirstEighth => TensorType.Q5_K,
            Q4_0 when isFirstEighth && withImatrix => TensorType.Q4_1,
            Q5_0 when isFirstEighth && withImatrix => TensorType.Q5_1,
            _ => _base,
        };
    }

    private TensorType ForGateOrUp(int layer) =>
        _file == IQ3_XS && layer >= model.Layers / 8 && layer < 7 * model.Layers / 8 ? TensorType.IQ3_XXS : _base;

    // the first and last eighth and every third layer between (llama-quant.cpp, use_more_bits)
    private static bool DeservesMoreBits(int layer, int layers) =>
        layer < layers / 8 || layer >= 7 * layers / 8 || (layer - layers / 8) % 3 == 2;

    /// <summary>The type itself, or the one llama-quantize falls back to when rows are no multiple of its block (tensor_type_fallback).</summary>
    private static TensorType Fit(TensorType type, long rowLength)
    {
        if (rowLength % type.BlockElements() == 0)
        {
            return type;
        }

        TensorType smaller = type switch
        {
            TensorType.IQ1_S or TensorType.IQ1_M or TensorType.IQ2_XXS or TensorType.IQ2_XS or TensorType.IQ2_S => TensorType.IQ4_NL,
            TensorType.IQ3_XXS or TensorType.IQ3_S or TensorType.IQ4_XS => TensorType.IQ4_NL,
            TensorType.Q2_0 or TensorType.Q2_K or TensorType.Q3_K or TensorType.TQ1_0 or TensorType.TQ2_0 => TensorType.Q4_0,
            TensorType.Q4_K => TensorType.Q5_0,
            TensorType.Q5_K => TensorType.Q5_1,
            TensorType.Q6_K => TensorType.Q8_0,
            _ => type,
        };
        return rowLength % smaller.BlockElements() == 0 ? smaller : TensorType.F16;
    }
}

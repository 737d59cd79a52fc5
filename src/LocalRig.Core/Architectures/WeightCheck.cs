using System.Collections.Immutable;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Architectures;

/// <summary>Holds a file's tensors against what its header demands, as llama.cpp does when it loads them: every demanded tensor is there,
/// has its shape (check_tensor_dims) and a type that can be used there, and none is left over (done_getting_tensors; all in llama-model-loader.cpp).</summary>
public static class WeightCheck
{
    /// <summary>The first fault in file order of what is demanded, or null where the engine would load all.</summary>
    /// <param name="architecture">What the header says.</param>
    /// <param name="tensors">What the file has.</param>
    /// <param name="complete">Whether all of them are known: of architectures whose graph LocalRig can't build, newer files have others too.</param>
    public static WeightFault? Of(Architecture architecture, TensorLayout tensors, bool complete = true)
    {
        Dictionary<string, TensorInfo> has = new(tensors.Tensors.Length);
        foreach (TensorInfo tensor in tensors.Tensors)
        {
            has.Add(tensor.Name, tensor);
        }

        ImmutableArray<WeightShape> wanted = WeightList.For(architecture, OptionalWeights.TraitsOf(architecture, tensors));
        int placed = 0;
        foreach (WeightShape weight in wanted)
        {
            if (has.TryGetValue(weight.Name, out TensorInfo? tensor))
            {
                placed++;
                if (Fault(weight, tensor) is { } fault)
                {
                    return fault;
                }
            }
            else if (complete && !OptionalWeights.MayBeMissing(architecture, weight.Name, has))
            {
                return WeightFault.Missing(weight);
            }
        }

        return placed == has.Count || !complete ? null : LeftOver(architecture, tensors, wanted, has);
    }

    private static WeightFault? Fault(WeightShape wanted, TensorInfo has) =>
        has.Shape != wanted.Shape ? WeightFault.Misshapen(has, wanted.Shape)
        : Types(wanted) is var (fits, words) && !fits(has.Type) ? WeightFault.Mistyped(has, words)
        : null;

    /// <summary>What types can be used: operations of vectors want floating numbers (ggml-cpu/binary-ops.cpp), rotary factors and attention
    /// sinks F32 (ggml.c, ggml_rope_impl and ggml_flash_attn_ext_add_sinks); whole numbers are data of programs, not weights.</summary>
    private static (Func<TensorType, bool> Fits, string Words) Types(WeightShape wanted) =>
        wanted.Name.StartsWith("rope_f", StringComparison.Ordinal) || wanted.Name.EndsWith(".attn_sinks.weight", StringComparison.Ordinal) ? (static t => t == TensorType.F32, "F32")
        : wanted.AlwaysF32 && wanted.Shape.Dimensions == 1 ? (static t => t is TensorType.F32 or TensorType.F16 or TensorType.BF16, "F32, F16 or BF16")
        : (static t => t is not (TensorType.I8 or TensorType.I16 or TensorType.I32 or TensorType.I64 or TensorType.F64 or TensorType.Q8_1 or TensorType.Q8_K), "weights' types");

    /// <summary>What the list of demanded tensors doesn't name: optional ones of the shapes they must have, or tensors without a place.</summary>
    private static WeightFault? LeftOver(Architecture architecture, TensorLayout tensors, ImmutableArray<WeightShape> wanted, Dictionary<string, TensorInfo> has)
    {
        Dictionary<string, TensorShape> named = wanted.ToDictionary(w => w.Name, w => w.Shape);
        foreach (TensorInfo tensor in tensors.Tensors)
        {
            if (named.ContainsKey(tensor.Name))
            {
                continue;
            }

            if (OptionalWeights.ShapeOf(architecture, tensor.Name, named, has) is not { } shape)
            {
                return WeightFault.Superfluous(tensor);
            }

            if (tensor.Shape != shape)
            {
                return WeightFault.Misshapen(tensor, shape);
            }
        }

        return null;
    }
}

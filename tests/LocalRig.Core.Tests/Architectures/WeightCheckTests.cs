using System.Text.RegularExpressions;
using LocalRig.Architectures;
using LocalRig.Models;
using LocalRig.Quantization;
using Xunit;

namespace LocalRig.Core.Tests.Architectures;

/// <summary>What LocalRig says of a file's tensors, held against the real llama.cpp loading it.</summary>
public sealed partial class WeightCheckTests
{
    public static IEnumerable<TheoryDataRow<string, bool>> Families =>
        RealLoadTests.OnePerFamily.Where(r => FamilyTable.ListsAllWeights(SmallModels.Of(r.Data.Item1, r.Data.Item2).Metadata.Architecture));

    /// <summary>One of each architecture, and each variant whose tensors differ.</summary>
    public static IEnumerable<TheoryDataRow<string, bool>> OneOfEach =>
        Families.Where(r => r.Data.Item1 != "DeepSeek-V2-Lite").DistinctBy(r => (SmallModels.Of(r.Data.Item1, r.Data.Item2).Metadata.Architecture, Variants.IndexOf(r.Data.Item1)));

    private static readonly List<string> Variants = ["Mixtral-8x7B", "gemma-4-26B-A4B"];

    [Theory]
    [MemberData(nameof(Families))]
    public void A_sound_model_has_no_fault(string id, bool withMtp)
    {
        Model model = SmallModels.Of(id, withMtp);
        Assert.Null(EngineRefusal.Of(model.Metadata, model.Tensors));
    }

    /// <summary>Each kind of tensor taken away, put into another shape and another type: whatever is accepted, the engine loads; and what the engine
    /// loads is refused only where it is a trick that nothing published uses.</summary>
    [Theory]
    [MemberData(nameof(OneOfEach))]
    public void Of_each_kind_of_tensor_the_engine_says_the_same(string id, bool withMtp)
    {
        RealLlama.Require();
        Model model = SmallModels.Of(id, withMtp);
        List<string> tooMild = [];
        List<string> tooHard = [];
        foreach ((string change, TensorInfo[] tensors) in LongRun.Part(Changes(model), id))
        {
            string? ours = EngineRefusal.Of(model.Metadata, new TensorLayout(tensors));
            string? real = RealLoad.Refusal(model.Metadata, tensors);
            if (ours is null && real is not null)
            {
                tooMild.Add($"{change}: {real}");
            }
            else if (ours is not null && real is null && !IsTrick(change))
            {
                tooHard.Add($"{change}: {ours}");
            }
        }

        Assert.Equal([], tooMild);
        Assert.Equal([], tooHard);
    }

    private static IEnumerable<(string Change, TensorInfo[] Tensors)> Changes(Model model)
    {
        HashSet<string> seen = [];
        TensorInfo[] all = [.. model.Tensors.Tensors];
        for (int i = 0; i < all.Length; i++)
        {
            TensorInfo tensor = all[i];
            string kind = (WeightList.LayerOf(tensor.Name) >= model.Architecture!.Layers.Length ? "mtp " : "") + Layer().Replace(tensor.Name, "blk.N.");
            if (!seen.Add(kind))
            {
                continue;
            }

            yield return ($"{kind} missing", [.. all.Where(t => t != tensor)]);
            if (tensor.Shape.Ne1 > 1 || tensor.Name.EndsWith("attn_norm.weight", StringComparison.Ordinal))
            {
                TensorShape other = tensor.Shape.Ne1 > 1 ? tensor.Shape with { Ne1 = tensor.Shape.Ne1 + 1 } : tensor.Shape with { Ne0 = tensor.Shape.Ne0 + 32 };
                yield return ($"{kind} misshapen", [.. all.Select(t => t == tensor ? new TensorInfo(t.Name, t.Type, other) : t)]);
            }

            foreach (TensorInfo more in (TensorInfo[])[new(Stem(tensor.Name) + ".bias", TensorType.F32, new(tensor.Shape.Ne1)), new(Stem(tensor.Name) + ".scale", TensorType.F32, new(tensor.Shape.Ne2))])
            {
                if (model.Tensors.Find(more.Name) is null && (tensor.Shape.Ne1 > 1 || tensor.Name.EndsWith(".attn_norm.weight", StringComparison.Ordinal)))
                {
                    yield return ($"{kind} with {more.Name}", [.. all, more]);
                }
            }
        }

        yield return ("a layer too many", [.. all, new TensorInfo("blk.99.attn_norm.weight", TensorType.F32, new TensorShape(model.Architecture!.EmbeddingLength))]);
        yield return ("a tensor of no name's", [.. all, new TensorInfo("blk.0.attn_thing.weight", TensorType.F32, new TensorShape(32))]);
        yield return ("rotary factors", [.. all.Where(t => t.Name != "rope_freqs.weight"), new TensorInfo("rope_freqs.weight", TensorType.F32, new TensorShape(model.Architecture.RotaryDimensions / 2))]);
    }

    // Files of multi-token-prediction layers alone, which llama.cpp knows by their lack of a first layer; and experts without gates.
    // Prediction layers are passed over where they aren't used, so that it looks at few of their tensors.
    private static bool IsTrick(string change) =>
        change is "blk.N.attn_norm.weight missing" or "blk.N.ffn_gate_exps.weight missing" || change.StartsWith("mtp ", StringComparison.Ordinal);

    private static string Stem(string name) => name.EndsWith(".weight", StringComparison.Ordinal) || name.EndsWith(".bias", StringComparison.Ordinal) ? name[..name.LastIndexOf('.')] + (name.EndsWith(".bias", StringComparison.Ordinal) ? "x" : "") : name;

    [GeneratedRegex(@"^blk\.\d+\.")]
    private static partial Regex Layer();
}

using LocalRig.Models;
using LocalRig.Planning;

namespace LocalRig.Proof.Verifying;

/// <summary>Names what differs, and why where that is known.</summary>
internal static class Differences
{
    /// <summary>A sentence for each cause.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="parts">Predicted beside actual.</param>
    /// <param name="mapped">Whether weights were mapped from the file.</param>
    public static IEnumerable<string> Explain(MemoryPlan plan, IReadOnlyList<VerifiedPart> parts, bool mapped = false)
    {
        VerifiedPart[] unequal = [.. parts.Where(p => !p.IsEqual)];
        if (unequal.Length == 0)
        {
            yield break;
        }

        if (plan.Exactness != Exactness.Exact && plan.ExactnessReason.Length > 0)
        {
            yield return $"The plan itself says that it isn't exact: {plan.ExactnessReason}";
        }

        if (unequal.Any(p => p.Part == ModelPart.Weights) && SparseModel.IsScaled(plan.Model))
        {
            yield return "The plan counts the size of a published file; the file that llama.cpp was handed has the recipe's own types, whose sizes add up to something else.";
        }

        if (unequal.Any(p => p.Actual is null))
        {
            yield return $"The runtime printed nothing for {string.Join(", ", unequal.Where(p => p.Actual is null).Select(p => $"{p.Device} {p.Part.ToString().ToLowerInvariant()}"))}.";
        }

        if (unequal.Any(p => p.Predicted.Bytes == 0))
        {
            yield return $"The runtime has what was not planned: {string.Join(", ", unequal.Where(p => p.Predicted.Bytes == 0).Select(p => $"{p.Device} {p.Part.ToString().ToLowerInvariant()}"))}.";
        }

        if (mapped && unequal.Any(p => p.Device == PrintedBuffers.Host && p.Part == ModelPart.Weights && p.Difference.Bytes > 0))
        {
            yield return "A mapped file's host weights count from the first to the last of them, what lies between included (llama.cpp, llama_model_loader::get_mapping_range); those pages take no memory until they are read.";
        }
    }
}

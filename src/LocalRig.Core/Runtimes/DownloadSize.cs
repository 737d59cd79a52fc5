using LocalRig.Catalog;
using LocalRig.Planning;
using LocalRig.Units;

namespace LocalRig.Runtimes;

/// <summary>How much a command downloads before its first answer.</summary>
internal static class DownloadSize
{
    /// <summary>The download; null for a file of this machine or of an address, and where nobody names a repository.</summary>
    public static RuntimeDownload? Of(MemoryPlan plan, ModelReference model, string runtime)
    {
        if (runtime is "vllm" or "sglang" or "mlx" && model.WeightsRepository.Length > 0 && (plan.Model.QuantName is "BF16" or "F16" || runtime == "mlx"))
        {
            return Released(plan, model, runtime);
        }

        if (runtime is "sglang" or "mlx" || model.HubRepository.Length == 0)
        {
            return null;
        }

        ByteSize size = model.Download?.Size ?? plan.Model.Tensors.TotalSize;
        return new RuntimeDownload(model.HubRepository, size, model.Download?.Size is not null, size, model.Download?.Source ?? plan.Model.Source);
    }

    /// <summary>Weights as released, in 16 bits; MLX writes its own of fewer bits beside them.</summary>
    private static RuntimeDownload? Released(MemoryPlan plan, ModelReference model, string runtime)
    {
        const int HalfBytes = 2;
        if (ModelCatalog.Default.Models.FirstOrDefault(m => m.Id == plan.Model.Id) is not { } listed || listed.NativeExperts is not null)
        {
            return null; // released in fewer bits: their size isn't two bytes a parameter
        }

        ByteSize size = new((listed.Parameters.Published ?? listed.ParameterCount) * HalfBytes);
        bool converts = runtime == "mlx" && plan.Model.QuantName is not ("BF16" or "F16");
        return new RuntimeDownload(model.WeightsRepository, size, false, converts ? size + plan.Model.Tensors.TotalSize : size, listed.Sources.GetValueOrDefault("parameters", ""));
    }
}

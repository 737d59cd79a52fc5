using LocalRig.Quantization;
using LocalRig.Workloads;

namespace LocalRig.Planning;

/// <summary>Writes the command that starts an engine as planned.</summary>
public static class LaunchCommand
{
    /// <summary>The llama-server command; flags at llama.cpp's defaults are left out, except the ones a plan stands on.</summary>
    public static string LlamaServer(MemoryPlan plan)
    {
        Workload workload = plan.Question.Workload;
        Workload defaults = new();
        Placement placement = plan.Placement;
        List<string> words = ["llama-server", "-m", Quoted(FileOf(plan)), "-c", $"{workload.Context}", "-np", $"{workload.Parallel}"];
        void Add(bool when, params ReadOnlySpan<string> flags) => words.AddRange(when ? flags : []);

        bool devices = plan.Rig.Devices.Length > 0;
        Add(devices, "-ngl", placement.GpuLayers >= plan.OffloadableLayers ? "all" : $"{placement.GpuLayers}");
        Add(devices && placement.CpuMoeLayers > 0, "-ncmoe", $"{placement.CpuMoeLayers}");
        Add(workload.Batch != defaults.Batch, "-b", $"{workload.Batch}");
        Add(workload.Microbatch != defaults.Microbatch, "-ub", $"{workload.Microbatch}");
        Add(workload.CacheTypeK != defaults.CacheTypeK, "-ctk", workload.CacheTypeK.Name());
        Add(workload.CacheTypeV != defaults.CacheTypeV, "-ctv", workload.CacheTypeV.Name());
        Add(workload.FlashAttention != FlashAttention.Auto, "-fa", workload.FlashAttention == FlashAttention.On ? "on" : "off");
        Add(workload.KvUnified, "-kvu");
        Add(workload.SwaFull, "--swa-full");
        Add(workload.Embeddings, "--embeddings");
        Add(devices && placement.SplitMode != SplitMode.Layer, "-sm", placement.SplitMode == SplitMode.None ? "none" : "row");
        Add(devices && placement.MainGpu != 0, "-mg", $"{placement.MainGpu}");
        Add(plan.Rig.Devices.Length > 1 && placement.TensorSplit is { IsDefaultOrEmpty: false }, "-ts", string.Join(",", placement.TensorSplit.IsDefault ? [] : placement.TensorSplit));
        Add(!placement.KvOffload, "-nkvo");
        Add(!placement.OpOffload, "--no-op-offload");
        Add(!placement.Mmap, "-lm", "none"); // 0.5.0 and 0.7.0 have no --no-mmap any more (common/arg.cpp, --load-mode)
        Add(placement.NoHost, "--no-host");
        Add(!placement.Repack, "--no-repack");
        Add(true, "-fit", "off"); // or llama-server may choose another placement than the planned one
        return string.Join(" ", words);
    }

    private static string FileOf(MemoryPlan plan) =>
        plan.Model.Source.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? plan.Model.Source : $"{plan.Model.Id}-{plan.Model.QuantName}.gguf";

    private static string Quoted(string path) =>
        path.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or ':') ? path : $"'{path.Replace("'", "'\\''")}'";
}

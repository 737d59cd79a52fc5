using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Runtimes;

/// <summary>Writes the llama-server command that starts exactly what was planned; flags as of llama.cpp 0.5.0 to 0.7.0 (common/arg.cpp).</summary>
public static class LlamaServerCommand
{
    /// <summary>Where ggml-rpc-server listens by default (tools/rpc/rpc-server.cpp).</summary>
    public const int RpcPort = 50052;

    // llama-server keeps prompts it has answered in main memory, up to so many MiB (--help of 0.7.0: --cache-ram, default 8192)
    private const long PromptCache = 8192;
    private const long PromptCacheStep = 256; // MiB: a rounder number than what stays free

    /// <summary>The command; flags at llama.cpp's defaults are left out, except the ones a plan stands on.</summary>
    public static string Line(MemoryPlan plan) => Line(plan, ModelReference.Of(plan.Model));

    /// <summary>The command for devices behind given RPC servers, in the order of the plan's devices.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="rpcServers">Hosts with ports.</param>
    public static string Line(MemoryPlan plan, IReadOnlyCollection<string> rpcServers) => Line(plan, ModelReference.Of(plan.Model), rpcServers);

    /// <summary>What makes the plan run far slower than it should, one sentence each, with its source.</summary>
    public static IEnumerable<string> Cautions(MemoryPlan plan)
    {
        Workload workload = plan.Question.Workload;
        bool onCards = plan.Placement is { KvOffload: true, GpuLayers: > 0 } && plan.Rig.Devices.Any(d => d.Backend == Backend.Cuda);
        return RuntimeFacts.Default.LimitsOf("llama-server", "")
            .Where(l => l.Subject == LimitSubject.CudaCacheType && onCards && plan.Effective.FlashAttention
                && (workload.CacheTypeK != workload.CacheTypeV || !l.Applies.Contains(workload.CacheTypeK.Name())))
            .Select(l => $"{l.Sentence} ({l.By.Kind.ToString().ToLowerInvariant()}, {l.By.Date}: {l.By.Source})");
    }

    /// <summary>What llama-server has no flag for, and what stands for something the user knows.</summary>
    public static IEnumerable<string> Notes(MemoryPlan plan, ModelReference model)
    {
        Workload workload = plan.Question.Workload;
        if (model.Note.Length > 0)
        {
            yield return model.Note;
        }

        foreach (string caution in Cautions(plan))
        {
            yield return caution;
        }

        if (plan.Question.Projector is string projector && IsOnHub(projector) && model.HubRepository.Length == 0)
        {
            yield return $"Add --mmproj with your copy of {projector[(projector.LastIndexOfAny([':', '/']) + 1)..]}: llama-server takes a file or an address.";
        }

        if (plan.Rig.Devices.Any(d => d.Backend == Backend.Rpc) && plan.Question.RpcServers.Length == 0)
        {
            yield return $"HOST1, HOST2 … stand for the machines that run `ggml-rpc-server -p {RpcPort}`, in the order of the plan's devices.";
        }

        if (plan.Question.Draft is { } draft && ModelReference.Of(draft) is var smaller && (smaller.HubRepository.Length == 0 ? !smaller.IsKnown || smaller.Address.Length > 0 : smaller.HubFile.Length > 0))
        {
            yield return $"{ModelReference.Placeholder} after -md stands for your file of {draft.Id} {draft.QuantName}.";
        }

        if (PromptCacheRoom(plan) is var room && room < PromptCache)
        {
            yield return $"--cache-ram {room}: llama-server would keep up to {PromptCache:N0} MiB of past prompts in main memory, which the plan doesn't leave free.";
        }

        if (workload.Mtp && workload.RecurrentSequences == 0)
        {
            yield return "The plan holds the multi-token-prediction layers' weights but drafts nothing; drafting takes caches of its own: plan it with --spec-type draft-mtp.";
        }
        else if (workload.Mtp && workload.Speculation == Speculation.None)
        {
            yield return "Beside the planned context llama-server makes the prediction head's own: plan both with --spec-type draft-mtp.";
        }
        else if (workload.RecurrentSequences > 0)
        {
            yield return "llama-server keeps recurrent snapshots only for drafting (--spec-type); without it the planned ones are not made.";
        }

        if (workload.ContextType == ContextType.Mtp)
        {
            yield return "llama-server has no flag for the prediction head's context alone: it makes one beside the model's under --spec-type draft-mtp.";
        }

        if (workload.Outputs is int rows && rows != workload.Parallel)
        {
            yield return $"llama-server sizes its context for one row of logits per slot; {rows} rows can't be asked for.";
        }
    }

    internal static string Line(MemoryPlan plan, ModelReference model, IReadOnlyCollection<string>? rpcServers = null) => Text(plan, model, rpcServers).ToString();

    internal static CommandLineText Text(MemoryPlan plan, ModelReference model, IReadOnlyCollection<string>? rpcServers = null)
    {
        Workload workload = plan.Question.Workload;
        Workload defaults = new();
        CommandLineText line = new("llama-server");
        File(line, model, plan.Question.Projector);
        Draft(line, plan);
        line.Add("-c", $"{workload.Context}", "-np", $"{workload.Parallel}");
        Devices(line, plan, rpcServers);
        line.AddIf(workload.Batch != defaults.Batch, "-b", $"{workload.Batch}")
            .AddIf(workload.Microbatch != defaults.Microbatch, "-ub", $"{workload.Microbatch}")
            .AddIf(workload.CacheTypeK != defaults.CacheTypeK, "-ctk", workload.CacheTypeK.Name())
            .AddIf(workload.CacheTypeV != defaults.CacheTypeV, "-ctv", workload.CacheTypeV.Name())
            .AddIf(workload.FlashAttention != FlashAttention.Auto, "-fa", workload.FlashAttention == FlashAttention.On ? "on" : "off")
            .AddIf(workload.KvUnified, "-kvu")
            .AddIf(workload.SwaFull, "--swa-full")
            .AddIf(workload.Embeddings, "--embeddings")
            .AddIf(workload.Speculation != Speculation.None, "--spec-type", workload.Speculation.Word())
            .AddIf(workload.Speculation.DraftsByModel(), "--spec-draft-n-max", $"{workload.DraftMost}")
            .AddIf(workload.Speculation.DraftsByModel() && workload.DraftMicrobatch > 0, "--spec-draft-n-ubatch", $"{workload.DraftMicrobatch}")
            .AddIf(workload.Speculation.DraftsByModel() && workload.DraftCacheTypeK != defaults.DraftCacheTypeK, "-ctkd", workload.DraftCacheTypeK.Name())
            .AddIf(workload.Speculation.DraftsByModel() && workload.DraftCacheTypeV != defaults.DraftCacheTypeV, "-ctvd", workload.DraftCacheTypeV.Name())
            .AddIf(workload.Speculation == Speculation.None && workload.Mtp && workload.RecurrentSequences > 0, "--spec-type", "draft-mtp", "--spec-draft-n-max", $"{workload.RecurrentSequences}");
        Switches(line, plan.Placement);
        line.AddIf(PromptCacheRoom(plan) < PromptCache, "--cache-ram", $"{PromptCacheRoom(plan)}");
        return line.Add("-fit", "off"); // or llama-server may choose another placement than the planned one
    }

    private static void File(CommandLineText line, ModelReference model, string? projector)
    {
        if (model.HubRepository.Length > 0)
        {
            // -hf takes a projector along where the repository has one; the plan has none
            line.Add("-hf", CommandLineText.Quoted(model.HubFile.Length > 0 || model.HubQuant.Length == 0 ? model.HubRepository : $"{model.HubRepository}:{model.HubQuant}"))
                .AddIf(model.HubFile.Length > 0, "-hff", CommandLineText.Quoted(model.HubFile))
                .AddIf(projector is null, "--no-mmproj");
        }
        else
        {
            line.Add(model.Address.Length > 0 ? "-mu" : "-m", CommandLineText.Quoted(model.Address.Length > 0 ? model.Address : model.Path));
        }

        if (projector is not null && !IsOnHub(projector))
        {
            line.Add(IsAddress(projector) ? "-mmu" : "--mmproj", CommandLineText.Quoted(projector));
        }
    }

    /// <summary>The smaller model that drafts, whole on the devices; where it goes follows the model's (common/arg.cpp, --spec-draft-device).</summary>
    private static void Draft(CommandLineText line, MemoryPlan plan)
    {
        if (plan.Question.Draft is not { } draft)
        {
            return;
        }

        ModelReference model = ModelReference.Of(draft);
        bool onHub = model.HubRepository.Length > 0 && model.HubFile.Length == 0;
        line.Add(onHub ? "-hfd" : "-md", CommandLineText.Quoted(onHub ? model.HubQuant.Length == 0 ? model.HubRepository : $"{model.HubRepository}:{model.HubQuant}" : model.Path))
            .AddIf(!plan.Rig.Devices.IsEmpty, "-ngld", "all");
    }

    private static void Devices(CommandLineText line, MemoryPlan plan, IReadOnlyCollection<string>? rpcServers)
    {
        Placement placement = plan.Placement;
        int count = plan.Rig.Devices.Length;
        if (count == 0)
        {
            line.Add("-dev", "none", "-ngl", "0"); // llama.cpp's default is every layer on every device it finds
            return;
        }

        int remote = plan.Rig.Devices.Count(d => d.Backend == Backend.Rpc);
        line.AddIf(remote > 0, "--rpc", Servers(plan, rpcServers, remote))
            .Add("-ngl", placement.GpuLayers >= plan.OffloadableLayers ? "all" : $"{placement.GpuLayers}")
            .AddIf(!placement.Overrides.IsEmpty, "-ot", CommandLineText.Quoted(placement.Overrides.Text))
            .AddIf(placement.CpuMoeLayers > 0, "-ncmoe", $"{placement.CpuMoeLayers}")
            .AddIf(placement.SplitMode != SplitMode.Layer, "-sm", placement.SplitMode == SplitMode.None ? "none" : "row")
            .AddIf(placement.MainGpu != 0, "-mg", $"{placement.MainGpu}")
            .AddIf(count > 1 && placement.TensorSplit is { IsDefaultOrEmpty: false }, "-ts", Shares(placement));
    }

    private static string Servers(MemoryPlan plan, IReadOnlyCollection<string>? given, int devices) =>
        given is null && plan.Question.RpcServers is { Length: > 0 } named ? named
        : string.Join(',', given ?? [.. Enumerable.Range(1, devices).Select(i => $"HOST{i}:{RpcPort}")]);

    /// <summary>MiB of past prompts that main memory holds beside the plan and its margin; at most what llama-server keeps of itself.</summary>
    private static long PromptCacheRoom(MemoryPlan plan) =>
        Math.Clamp((plan.Host.Headroom - plan.Margin).Bytes / ByteSize.BytesPerMebibyte / PromptCacheStep * PromptCacheStep, 0, PromptCache);

    private static void Switches(CommandLineText line, Placement placement) =>
        line.AddIf(!placement.KvOffload, "-nkvo")
            .AddIf(!placement.OpOffload, "--no-op-offload")
            .AddIf(!placement.Mmap, "-lm", "none") // 0.5.0 and 0.7.0 have no --no-mmap any more (common/arg.cpp, --load-mode)
            .AddIf(placement.NoHost, "--no-host")
            .AddIf(!placement.Repack, "--no-repack");

    private static bool IsAddress(string name) => name.StartsWith("https://", StringComparison.Ordinal) || name.StartsWith("http://", StringComparison.Ordinal);

    /// <summary>A plan's projector that is the model's own: it lies beside its files, and -hf takes it along.</summary>
    public const string OwnProjector = "hf:mmproj";

    private static bool IsOnHub(string name) => name.StartsWith("hf:", StringComparison.Ordinal);

    private static string Shares(Placement placement) =>
        placement.TensorSplit.IsDefault ? "" : string.Join(',', placement.TensorSplit.Select(s => s.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}

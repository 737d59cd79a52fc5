using System.Collections.Immutable;
using System.Text;
using LocalRig.Planning;
using LocalRig.Units;

namespace LocalRig.Runtimes.Keeping;

/// <summary>A Deployment of llama.cpp's own image with a Service before it: cards by their maker's device plugin, downloads on a volume
/// of their own, a file of the node mounted read-only.</summary>
internal static class KubernetesManifest
{
    private const string FileName = "llama-server.yaml";
    private const int InPod = 6; // columns of a pod's spec in a Deployment
    private const int InContainer = 10;

    public static KeptFile Of(MemoryPlan plan, ModelReference model)
    {
        if (Refusal(plan, model) is string refusal)
        {
            return new KeptFile(FileName, "", [], [refusal], LlamaImage.Source);
        }

        string name = KubernetesParts.Name(KeptForms.Name(plan));
        string? mounted = LlamaImage.Mounted(model);
        string tag = LlamaImage.Tag(plan)!;
        StringBuilder text = new();
        if (mounted is null)
        {
            KubernetesParts.AppendClaim(text, name, DownloadSize.Of(plan, model, "llama-server")?.Disk ?? plan.Model.Tensors.TotalSize);
        }

        KubernetesParts.AppendDeployment(text, name);
        KubernetesParts.AppendIndented(text, InPod, $"containers:\n  - name: llama-server\n    image: {YamlText.Quoted(LlamaImage.Name(tag))}");
        KubernetesParts.AppendIndented(text, InContainer, Container(plan, model, tag, mounted is not null));
        KubernetesParts.AppendIndented(text, InPod, mounted is null
            ? $"volumes:\n  - name: models\n    persistentVolumeClaim:\n      claimName: {name}"
            : $"volumes:\n  - name: models\n    hostPath:\n      path: {YamlText.Quoted(LlamaImage.DirectoryOf(mounted))}\n      type: Directory");
        KubernetesParts.AppendService(text, name, LlamaImage.Port, "app.kubernetes.io/name: " + name);
        return new KeptFile(
            FileName, text.ToString(), [$"kubectl apply -f {FileName}", $"kubectl port-forward svc/{name} {LlamaImage.Port}:{LlamaImage.Port}"], Notes(plan, mounted), LlamaImage.Source);
    }

    private static string? Refusal(MemoryPlan plan, ModelReference model) => LlamaImage.Tag(plan) switch
    {
        null => LlamaImage.None,
        "server-vulkan" or "server-intel" => "Kubernetes hands out cards by their maker's device plugin, and which one gives this plan's is not told by its backend: plan with CUDA or ROCm.",
        _ when LlamaImage.Mounted(model) is string path && !path.StartsWith('/') =>
            "A pod mounts a folder by its whole path on the node: plan the file by its path there (/srv/models/…), or a model with a known repository.",
        _ => null,
    };

    private static string Container(MemoryPlan plan, ModelReference model, string tag, bool readOnly)
    {
        StringBuilder text = new("args:\n");
        foreach (string word in LlamaImage.Words(plan, model))
        {
            text.Append($"  - {KubernetesParts.Plain(word)}\n");
        }

        text.Append($"env:\n  - name: LLAMA_ARG_HOST\n    value: \"0.0.0.0\"\n  - name: LLAMA_CACHE\n    value: {YamlText.Quoted(LlamaImage.Folder)}\n");
        text.Append(KubernetesParts.Readiness(LlamaImage.Port)).Append("\nresources:\n");
        text.Append($"  requests:\n    memory: {KubernetesParts.Gibibytes(ByteSize.Max(plan.Host.Total, new ByteSize(1)))}\n");
        if (tag is "server-cuda" or "server-rocm")
        {
            text.Append($"  limits:\n    {(tag == "server-cuda" ? KubernetesParts.NvidiaCard : KubernetesParts.AmdCard)}: {plan.Rig.Devices.Length}\n");
        }

        text.Append($"volumeMounts:\n  - name: models\n    mountPath: {LlamaImage.Folder}\n");
        return (readOnly ? text.Append("    readOnly: true\n") : text).ToString();
    }

    private static ImmutableArray<string> Notes(MemoryPlan plan, string? mounted) =>
    [
        .. plan.Rig.Devices.Length > 0
            ? ["A pod gets any node with enough cards: where they differ, choose the planned ones with a nodeSelector."]
            : Array.Empty<string>(),
        .. mounted is not null ? [$"The file must lie in {LlamaImage.DirectoryOf(mounted)} of the node that the pod gets."] : Array.Empty<string>(),
    ];
}

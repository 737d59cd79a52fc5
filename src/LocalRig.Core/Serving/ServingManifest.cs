using System.Collections.Immutable;
using System.Text;
using LocalRig.Rigs;
using LocalRig.Runtimes;
using LocalRig.Runtimes.Keeping;
using LocalRig.Units;

namespace LocalRig.Serving;

/// <summary>A plan for vLLM or SGLang as Kubernetes keeps it: on one machine a Deployment, on several a LeaderWorkerSet, whose pods know
/// their number and their leader's address (docs.vllm.ai, deployment/k8s and deployment/frameworks/lws; lws.sigs.k8s.io).</summary>
public static class ServingManifest
{
    private const string FileName = "serve.yaml";
    private const string Cache = "/models"; // told to huggingface_hub, which both engines download with, by HF_HOME
    private const int VllmPort = 8000; // vllm serve's default
    private const int SglangPort = 30000; // sglang.launch_server's default
    private const int InDeployment = 6; // columns of a pod's spec
    private const int InGroup = 8;
    private const int InContainer = 4;
    private const int InTemplate = 4;

    // the variables every pod of a group has (lws.sigs.k8s.io/docs/reference/labels-annotations-and-environment-variables)
    private const string Number = "LWS_WORKER_INDEX";
    private const string Leader = "LWS_LEADER_ADDRESS";

    /// <summary>The manifest; its text is empty, and its first note says why, where the plan can't be kept so.</summary>
    /// <param name="plan">The plan.</param>
    public static KeptFile Of(ServingPlan plan)
    {
        bool vllm = plan.Question.Runtime == ServingRuntime.Vllm;
        string source = vllm ? "https://docs.vllm.ai/en/latest/deployment/frameworks/lws.html" : "https://github.com/kubernetes-sigs/lws/tree/main/docs/examples/sglang";
        if (Refusal(plan) is string refusal)
        {
            return new KeptFile(FileName, "", [], [refusal], source);
        }

        string name = KubernetesParts.Name($"{plan.Model.Id}-{plan.Format.Name}");
        int port = vllm ? VllmPort : SglangPort;
        bool group = plan.Cluster.Nodes.Length > 1;
        string text = group ? Group(plan, name, port) : Deployment(plan, name, port);
        return new KeptFile(FileName, text, [.. Steps(name, port, group)], Notes(plan, group), source);
    }

    private static string? Refusal(ServingPlan plan)
    {
        int[] perNode = [.. Enumerable.Range(0, plan.Cluster.Nodes.Length).Select(n => plan.Ranks.Count(r => r.Node == n))];
        bool uneven = plan.Parallelism.Data > 1 ? perNode.Skip(1).Distinct().Count() > 1 || perNode.Contains(0) : perNode.Distinct().Count() > 1;
        return plan.Repository is null ? $"LocalRig knows no repository of {plan.Model.Id} in {plan.Format.Name}: name one that vLLM and SGLang can download."
            : plan.Cluster.Nodes.Any(n => n.Devices.Any(d => d.Backend != Backend.Cuda)) ? "The images of vLLM and SGLang that LocalRig names are NVIDIA's; for other cards it has no checked ones."
            : uneven ? "A LeaderWorkerSet's workers are alike, and vLLM and SGLang divide the devices evenly over its pods: machines with unlike numbers of cards have no manifest."
            : null;
    }

    private static string Deployment(ServingPlan plan, string name, int port)
    {
        StringBuilder text = new();
        KubernetesParts.AppendClaim(text, name, Loaded(plan));
        KubernetesParts.AppendDeployment(text, name);
        KubernetesParts.AppendIndented(text, InDeployment, Pod(plan, ServingCommands.Of(plan)[0].Text, port, plan.Ranks.Length));
        KubernetesParts.AppendIndented(text, InDeployment, $"  - name: models\n    persistentVolumeClaim:\n      claimName: {name}");
        KubernetesParts.AppendService(text, name, port, "app.kubernetes.io/name: " + name);
        return text.ToString();
    }

    private static string Group(ServingPlan plan, string name, int port)
    {
        ServingLaunch launch = ServingCommands.Launch(plan);
        GroupCommand command = plan.Question.Runtime == ServingRuntime.Vllm ? VllmCommand.Group(launch, Number, Leader) : SglangCommand.Group(launch, Number, Leader);
        StringBuilder text = new($"""
            apiVersion: leaderworkerset.x-k8s.io/v1
            kind: LeaderWorkerSet
            metadata:
              name: {name}
            spec:
              replicas: 1
              leaderWorkerTemplate:
                size: {plan.Cluster.Nodes.Length}
                restartPolicy: RecreateGroupOnPodRestart
                leaderTemplate:
                  metadata:
                    labels:
                      role: leader
                  spec:

            """);
        KubernetesParts.AppendIndented(text, InGroup, Pod(plan, command.Head, port, plan.Ranks.Count(r => r.Node == 0)));
        text.Append("    workerTemplate:\n      spec:\n");
        KubernetesParts.AppendIndented(text, InGroup, Pod(plan, command.Other, 0, plan.Ranks.Count(r => r.Node == 1)));
        KubernetesParts.AppendIndented(text, InTemplate, $"""
            volumeClaimTemplates:
              - metadata:
                  name: models
                spec:
                  accessModes: [ReadWriteOnce]
                  resources:
                    requests:
                      storage: {KubernetesParts.Storage(Loaded(plan))}
            """);
        KubernetesParts.AppendService(text, name + "-leader", port, "leaderworkerset.sigs.k8s.io/name: " + name, "role: leader");
        return text.ToString();
    }

    /// <summary>A pod's spec, its list of volumes last: processes of one machine talk through shared memory, which must not be the 64 MiB of a container.</summary>
    private static string Pod(ServingPlan plan, string command, int port, int devices)
    {
        bool vllm = plan.Question.Runtime == ServingRuntime.Vllm;
        string listens = vllm ? "" : " --host 0.0.0.0"; // SGLang listens to its own machine alone otherwise
        StringBuilder text = new();
        KubernetesParts.AppendIndented(text, 0, $"""
            containers:
              - name: {plan.Question.Runtime.ToString().ToLowerInvariant()}
                image: {YamlText.Quoted(Image(vllm))}
                command: ["sh", "-c", {KubernetesParts.Plain("exec " + command + listens)}]
                env:
                  - name: HF_HOME
                    value: {YamlText.Quoted(Cache)}
                  - name: HF_TOKEN
                    valueFrom:
                      secretKeyRef:
                        name: hf-token
                        key: token
                        optional: true
            """);
        KubernetesParts.AppendIndented(text, InContainer, port > 0 ? KubernetesParts.Readiness(port) : "");
        KubernetesParts.AppendIndented(text, 0, $$"""
                resources:
                  limits:
                    {{KubernetesParts.NvidiaCard}}: {{devices}}
                volumeMounts:
                  - name: models
                    mountPath: {{Cache}}
                  - name: shm
                    mountPath: /dev/shm
            volumes:
              - name: shm
                emptyDir:
                  medium: Memory
            """);
        return text.ToString();
    }

    private static string Image(bool vllm)
    {
        string version = RuntimeFacts.Default.Versions.First(v => v.Runtime == (vllm ? "vllm" : "sglang")).Version;
        return vllm ? $"vllm/vllm-openai:v{version}" : $"lmsysorg/sglang:v{version}";
    }

    /// <summary>Room for the download: what one machine loads is part of it, all of them together hold at least all of it.</summary>
    private static ByteSize Loaded(ServingPlan plan) => new(plan.Ranks.Sum(r => r.Weights.High.Bytes));

    private static IEnumerable<string> Steps(string name, int port, bool group)
    {
        if (group)
        {
            yield return "helm install lws oci://registry.k8s.io/lws/charts/lws --version 0.9.0 --namespace lws-system --create-namespace   # once a cluster";
        }

        yield return $"kubectl apply -f {FileName}";
        yield return $"kubectl port-forward svc/{(group ? name + "-leader" : name)} {port}:{port}";
    }

    private static ImmutableArray<string> Notes(ServingPlan plan, bool group) =>
    [
        .. plan.Fits ? Array.Empty<string>() : ["By the likely figures not even one sequence of this context fits."],
        .. group ? ["LeaderWorkerSet 0.8.0 or later: earlier ones have no volumeClaimTemplates. Each machine downloads the weights once, to a volume of its own."] : Array.Empty<string>(),
        "A pod gets any node with enough cards: where they differ, choose the planned ones with a nodeSelector (nvidia.com/gpu.product, where GPU Feature Discovery sets it).",
        "Weights that want a token: kubectl create secret generic hf-token --from-literal=token=…",
    ];
}

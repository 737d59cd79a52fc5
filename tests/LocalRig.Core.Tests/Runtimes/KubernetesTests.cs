using System.Diagnostics;
using LocalRig.Catalog;
using LocalRig.Core.Tests.Planning;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Runtimes;
using LocalRig.Runtimes.Keeping;
using LocalRig.Serving;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace LocalRig.Core.Tests.Runtimes;

/// <summary>Manifests for Kubernetes, held against its own schemas and, as far as a shell reads them, given to a shell.</summary>
public sealed class KubernetesTests
{
    private static readonly KubernetesSchema Schema = new();

    [Theory]
    [InlineData(Backend.Cuda, "", "PersistentVolumeClaim Deployment Service", "nvidia.com/gpu")]
    [InlineData(Backend.Rocm, "", "PersistentVolumeClaim Deployment Service", "amd.com/gpu")]
    [InlineData(Backend.Cuda, "/srv/my models/a $(HOME) \"b\".gguf", "Deployment Service", "nvidia.com/gpu")]
    public void Llama_server_becomes_a_deployment_that_the_schemas_take(Backend backend, string file, string kinds, string card)
    {
        MemoryPlan plan = Plan(backend, file);
        KeptFile kept = KeptForms.Of(plan, KeptForm.Kubernetes);
        IReadOnlyList<YamlMappingNode> objects = KubernetesSchema.Objects(kept.Text);
        Assert.Equal(kinds, string.Join(' ', objects.Select(o => o["kind"])));
        Assert.Empty(objects.SelectMany(Schema.Wrong));
        YamlNode pod = objects.First(o => o["kind"].ToString() == "Deployment")["spec"]["template"]["spec"];
        YamlNode container = pod["containers"][0];
        Assert.Equal("1", container["resources"]["limits"][card].ToString());
        string[] words = [.. ((YamlSequenceNode)container["args"]).Select(w => Expanded(w.ToString()))];
        Assert.Equal(LlamaServerCommand.Text(plan, ModelReference.Of(plan.Model)).Words.Skip(1).Select(w => w.Replace("/srv/my models/", "/models/", StringComparison.Ordinal)), words);
        Assert.Equal(file.Length > 0 ? "/srv/my models" : null, pod["volumes"][0].AllNodes.Contains("hostPath") ? pod["volumes"][0]["hostPath"]["path"].ToString() : null);
        Assert.Equal(objects[^1]["spec"]["selector"].ToString(), objects.First(o => o["kind"].ToString() == "Deployment")["spec"]["template"]["metadata"]["labels"].ToString());
    }

    [Theory]
    [InlineData(Backend.Metal, "", "no container image")]
    [InlineData(Backend.Vulkan, "", "device plugin")]
    [InlineData(Backend.Cuda, "models/a.gguf", "whole path")]
    public void What_a_pod_cannot_reach_has_no_manifest(Backend backend, string file, string why)
    {
        KeptFile kept = KeptForms.Of(Plan(backend, file), KeptForm.Kubernetes);
        Assert.Empty(kept.Text);
        Assert.Contains(why, kept.Notes[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ServingRuntime.Vllm)]
    [InlineData(ServingRuntime.Sglang)]
    public void One_machine_of_many_users_is_a_deployment_with_the_same_command(ServingRuntime runtime)
    {
        ServingPlan plan = Served("Qwen3-32B", runtime, 1, 2);
        IReadOnlyList<YamlMappingNode> objects = KubernetesSchema.Objects(ServingManifest.Of(plan).Text);
        Assert.Equal(["PersistentVolumeClaim", "Deployment", "Service"], objects.Select(o => o["kind"].ToString()));
        Assert.Empty(objects.SelectMany(Schema.Wrong));
        YamlNode container = objects[1]["spec"]["template"]["spec"]["containers"][0];
        Assert.Equal("2", container["resources"]["limits"]["nvidia.com/gpu"].ToString());
        Assert.StartsWith(ServingCommands.Of(plan)[0].Text, string.Join(' ', Typed(container, "0")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ServingRuntime.Vllm, 3)]
    [InlineData(ServingRuntime.Sglang, 2)]
    public void Several_machines_are_a_group_whose_pods_know_their_number(ServingRuntime runtime, int machines)
    {
        ServingPlan plan = Served("Qwen3-32B", runtime, machines, 4);
        IReadOnlyList<YamlMappingNode> objects = KubernetesSchema.Objects(ServingManifest.Of(plan).Text);
        Assert.Equal(["LeaderWorkerSet", "Service"], objects.Select(o => o["kind"].ToString()));
        Assert.Empty(objects.SelectMany(Schema.Wrong));
        YamlNode template = objects[0]["spec"]["leaderWorkerTemplate"];
        Assert.Equal($"{machines}", template["size"].ToString());
        for (int machine = 0; machine < machines; machine++)
        {
            YamlNode container = template[machine == 0 ? "leaderTemplate" : "workerTemplate"]["spec"]["containers"][0];
            string typed = string.Join(' ', Typed(container, $"{machine}"));
            Assert.Contains($"--nnodes {machines} --node-rank {machine} ", typed, StringComparison.Ordinal);
            Assert.Equal(runtime == ServingRuntime.Vllm && machine > 0, typed.Contains("--headless", StringComparison.Ordinal));
            Assert.Contains(runtime == ServingRuntime.Vllm ? "--master-addr lead.er" : "--dist-init-addr lead.er:20000", typed, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Replicas_of_a_group_start_where_those_of_the_machines_before_end()
    {
        ServingPlan plan = Served("DeepSeek-V3", ServingRuntime.Vllm, 3, 8, q => q with { Tensor = 1, Data = 24, Expert = true, Format = WeightFormat.Find("fp8-block") });
        YamlMappingNode group = KubernetesSchema.Objects(ServingManifest.Of(plan).Text)[0];
        Assert.Empty(Schema.Wrong(group));
        for (int machine = 0; machine < 3; machine++)
        {
            NodeCommand command = ServingCommands.Of(plan)[machine];
            YamlNode container = group["spec"]["leaderWorkerTemplate"][machine == 0 ? "leaderTemplate" : "workerTemplate"]["spec"]["containers"][0];
            Assert.Equal(command.Text.Replace("HEAD", "lead.er", StringComparison.Ordinal), string.Join(' ', Typed(container, $"{machine}")));
        }
    }

    [Fact]
    public void A_groups_volumes_have_room_for_what_the_repository_holds()
    {
        // in FP8 every published number takes at least a byte, the prediction layer's too, which no server loads
        long published = ModelCatalog.Default.Get("DeepSeek-V3").Parameters.Published!.Value;
        ServingPlan plan = Served("DeepSeek-V3", ServingRuntime.Vllm, 2, 8, q => q with { Format = WeightFormat.Find("fp8-block") });
        YamlNode claim = KubernetesSchema.Objects(ServingManifest.Of(plan).Text)[0]["spec"]["leaderWorkerTemplate"]["volumeClaimTemplates"][0];
        string storage = claim["spec"]["resources"]["requests"]["storage"].ToString();
        Assert.EndsWith("Gi", storage, StringComparison.Ordinal);
        Assert.InRange(long.Parse(storage[..^2], System.Globalization.CultureInfo.InvariantCulture) << 30, published, published * 5 / 4);
    }

    [Fact]
    public void Machines_with_unlike_numbers_of_cards_and_unknown_repositories_have_no_manifest()
    {
        Cluster uneven = new("uneven", [Machine(2), Machine(1)], Link.Find("10gbe"));
        ServingPlan plan = ServingPlanner.Plan(ModelCatalog.Default.Get("Qwen3-32B").ToModel("BF16"), uneven, new() { Tensor = 1, Pipeline = 3, Repository = "Qwen/Qwen3-32B" });
        Assert.Contains("unlike numbers", ServingManifest.Of(plan).Notes[0], StringComparison.Ordinal);
        Assert.Contains("no repository", ServingManifest.Of(Served("Qwen3-32B", ServingRuntime.Vllm, 1, 2, q => q with { Repository = "" })).Notes[0], StringComparison.Ordinal);
    }

    /// <summary>The words a container's shell gives to the program, in the pod of a number.</summary>
    private static string[] Typed(YamlNode container, string number)
    {
        string[] command = [.. ((YamlSequenceNode)container["command"]).Select(w => w.ToString())];
        Assert.Equal(["sh", "-c"], command[..2]);
        Dictionary<string, string> variables = new() { ["LWS_WORKER_INDEX"] = number, ["LWS_LEADER_ADDRESS"] = "lead.er" };
        string script = Expanded(command[2]);
        Assert.StartsWith("exec ", script, StringComparison.Ordinal);
        ProcessStartInfo start = new("/bin/sh", ["-c", "printf '%s\\n' " + script["exec ".Length..]]) { RedirectStandardOutput = true };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        using Process shell = Process.Start(start)!;
        string said = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        return said.TrimEnd('\n').Split('\n');
    }

    /// <summary>What Kubernetes makes of a command: $$ is a $; $(NAME) would be a variable's value, and none is meant.</summary>
    private static string Expanded(string text)
    {
        Assert.DoesNotMatch(@"(?<!\$)\$\(", text);
        return text.Replace("$$(", "$(", StringComparison.Ordinal);
    }

    private static ServingPlan Served(string id, ServingRuntime runtime, int machines, int cards, Func<ServingQuestion, ServingQuestion>? change = null)
    {
        CatalogModel listed = ModelCatalog.Default.Get(id);
        ServingQuestion question = new() { Runtime = runtime, Repository = listed.Repository, Context = 8192 };
        return ServingPlanner.Plan(listed.ToModel("BF16"), new Cluster("cluster", [.. Enumerable.Range(0, machines).Select(_ => Machine(cards))], machines > 1 ? Link.Find("100gbe") : null), change?.Invoke(question) ?? question);
    }

    private static Rig Machine(int cards, Backend backend = Backend.Cuda) => new()
    {
        Name = "a machine",
        Devices = [.. Enumerable.Range(0, cards).Select(n => new Device { Name = $"gpu{n}", Backend = backend, ComputeCapability = 90, Memory = ByteSize.FromGibibytes(80) })],
        Host = new Host { Memory = ByteSize.FromGibibytes(512) },
    };

    private static MemoryPlan Plan(Backend backend, string file)
    {
        Model model = ModelCatalog.Default.Get("Qwen3.6-27B").ToModel("Q4_K_M");
        PlanQuestion question = new() { Workload = new Workload { Context = 8192 }, Placement = new PlacementRequest { GpuLayers = LayerChoice.All } };
        return new Planner(new LlamaCppEngine(LlamaCppProfile.V070)).Sketch(file.Length > 0 ? model with { Source = file } : model, question, Machine(1, backend));
    }
}

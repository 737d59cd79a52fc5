using LocalRig.Catalog;
using LocalRig.Core.Tests.Planning;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Runtimes;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Runtimes;

/// <summary>What commands must hold, by the runtimes' documentation (data/runtimes/versions.csv names the pages).</summary>
public sealed class RuntimeCommandTests
{
    [Fact]
    public void A_plan_for_the_processor_switches_devices_off() =>
        Assert.Contains(" -dev none -ngl 0 ", LlamaServerCommand.Line(Plan(Samples.Model(), devices: 0)), StringComparison.Ordinal);

    [Fact]
    public void A_plan_that_leaves_a_device_unused_says_ngl_0() =>
        Assert.Contains(" -ngl 0 ", LlamaServerCommand.Line(Plan(Samples.Model(), placement: new PlacementRequest { GpuLayers = LayerChoice.Of(0) })), StringComparison.Ordinal);

    [Fact]
    public void No_file_name_is_made_up()
    {
        MemoryPlan plan = Plan(Listed("Qwen2.5-Coder-3B", "Q4_K_M"));
        Assert.Contains("-m MODEL.gguf ", LlamaServerCommand.Line(plan), StringComparison.Ordinal);
        Assert.Contains("no published one is known", RuntimeCommands.Of(plan, "llama-server")!.Notes[0], StringComparison.Ordinal);
    }

    /// <summary>janhq/model-catalog lists unsloth/Qwen3.6-27B-GGUF's Qwen3.6-27B-Q4_K_M.gguf with 15.7 GB of 2^30 bytes.</summary>
    [Fact]
    public void A_listed_file_is_named_with_its_published_size_and_the_disk_it_takes()
    {
        MemoryPlan plan = Plan(Listed("Qwen3.6-27B", "Q4_K_M"), devices: 1);
        Assert.Contains("-hf unsloth/Qwen3.6-27B-GGUF:Q4_K_M --no-mmproj", LlamaServerCommand.Line(plan), StringComparison.Ordinal);
        RuntimeCommand ollama = RuntimeCommands.Of(plan, "ollama")!;
        Assert.Contains("ollama pull hf.co/unsloth/Qwen3.6-27B-GGUF:Q4_K_M", ollama.Lines);
        Assert.StartsWith("FROM hf.co/unsloth/Qwen3.6-27B-GGUF:Q4_K_M\n", ollama.Files[0].Text, StringComparison.Ordinal);
        RuntimeDownload download = RuntimeCommands.Of(plan, "llama-server")!.Download!;
        Assert.True(download.Published);
        Assert.Equal(15.7, download.Size.Gibibytes, 0.001);
        Assert.Equal("The first start downloads 16.9 GB from unsloth/Qwen3.6-27B-GGUF; keep 16.9 GB of disk free.", download.Sentence);
    }

    [Fact]
    public void Where_only_the_repository_is_known_it_is_named_and_not_its_file()
    {
        string id = ModelCatalog.Downloads.First(d => d.File.Length == 0 && d.Format == "gguf" && ModelCatalog.DownloadOf(d.Model, "Q2_K_S") is null).Model;
        ModelReference model = ModelReference.Of(Listed(id, "Q2_K_S"));
        Assert.False(model.IsKnown);
        Assert.Contains("whether this quantization is among them LocalRig doesn't know", model.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_published_file_is_named_by_its_publishers_repository()
    {
        string line = LlamaServerCommand.Line(Plan(Listed("Qwen3.5-397B-A17B", "Q5_K_M"), devices: 1));
        Assert.Contains("-hf bartowski/Qwen_Qwen3.5-397B-A17B-GGUF:Q5_K_M --no-mmproj", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_the_Hub_is_named_by_repository_and_file()
    {
        Model model = Samples.Model() with { Source = "https://huggingface.co/owner/repo/resolve/main/sub/a%20b.gguf" };
        Assert.Contains("-hf owner/repo -hff 'sub/a b.gguf' --no-mmproj", LlamaServerCommand.Line(Plan(model)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ollama", "0.29", "Ollama before 0.30 refuses")]
    [InlineData("vllm", "0.16.0", "from 0.17.0 on")]
    [InlineData("mlx", "0.29.1", "does not know Qwen3.5")]
    public void A_version_that_does_not_know_the_model_has_no_command(string runtime, string version, string reason)
    {
        RuntimeCommand command = RuntimeCommands.Of(Plan(Listed("Qwen3.5-9B", "BF16")), runtime, version)!;
        Assert.Contains(reason, command.Cannot, StringComparison.Ordinal);
        Assert.Empty(command.Lines);
    }

    [Fact]
    public void Ollamas_context_is_one_requests()
    {
        RuntimeCommand command = RuntimeCommands.Of(Plan(Samples.Model(), workload: new Workload { Context = 32768, Parallel = 4 }), "ollama")!;
        Assert.Contains("PARAMETER num_ctx 8192\n", command.Files[0].Text, StringComparison.Ordinal);
        Assert.Contains(new RuntimeVariable("OLLAMA_NUM_PARALLEL", "4"), command.Environment);
    }

    [Fact]
    public void Cache_types_Ollama_has_not_are_named_and_not_set()
    {
        RuntimeCommand command = RuntimeCommands.Of(Plan(Samples.Model(), workload: new Workload { CacheTypeK = TensorType.Q8_0, CacheTypeV = TensorType.Q4_0, FlashAttention = FlashAttention.On }), "ollama")!;
        Assert.DoesNotContain(command.Environment, v => v.Name == "OLLAMA_KV_CACHE_TYPE");
        Assert.Contains(command.Notes, n => n.Contains("q8_0/q4_0", StringComparison.Ordinal));
    }

    [Fact]
    public void Serving_runtimes_take_released_weights_and_all_cards()
    {
        MemoryPlan plan = Plan(Listed("Qwen3.5-9B", "BF16"), devices: 2, backend: Backend.Cuda);
        Assert.Equal("vllm serve Qwen/Qwen3.5-9B --dtype bfloat16 --max-model-len 8192 --max-num-seqs 1 --tensor-parallel-size 2", RuntimeCommands.Of(plan, "vllm")!.Script);
        Assert.Equal(
            "python3 -m sglang.launch_server --model-path Qwen/Qwen3.5-9B --dtype bfloat16 --context-length 8192 --max-running-requests 1 --tp-size 2",
            RuntimeCommands.Of(plan, "sglang")!.Script);
    }

    [Fact]
    public void Three_cards_that_do_not_divide_the_heads_are_stages() =>
        Assert.Contains("--pipeline-parallel-size 3", RuntimeCommands.Of(Plan(Listed("Qwen3-8B", "BF16"), devices: 3, backend: Backend.Cuda), "vllm")!.Script, StringComparison.Ordinal);

    [Fact]
    public void Mlx_is_for_Apple_and_converts_to_its_own_bits()
    {
        Assert.NotEmpty(RuntimeCommands.Of(Plan(Listed("Qwen3.5-9B", "Q4_K_M"), backend: Backend.Cuda), "mlx")!.Cannot);
        RuntimeCommand apple = RuntimeCommands.Of(Plan(Listed("Qwen3.5-9B", "Q4_K_M"), backend: Backend.Metal), "mlx")!;
        Assert.StartsWith("mlx_lm.convert --hf-path Qwen/Qwen3.5-9B --mlx-path MODEL-mlx -q --q-bits 5\nmlx_lm.server --model MODEL-mlx", apple.Script, StringComparison.Ordinal);
    }

    [Fact]
    public void Drafting_is_asked_for_only_where_the_plan_has_room_for_it()
    {
        MemoryPlan without = Plan(Samples.Model(), workload: new Workload { Mtp = true });
        MemoryPlan with = Plan(Samples.Model(), workload: new Workload { Mtp = true, RecurrentSequences = 2 });
        Assert.DoesNotContain("--spec-type", LlamaServerCommand.Line(without), StringComparison.Ordinal);
        Assert.Contains("--spec-type draft-mtp --spec-draft-n-max 2", LlamaServerCommand.Line(with), StringComparison.Ordinal);
        Assert.Contains(RuntimeCommands.Of(without, "llama-server")!.Notes, n => n.Contains("drafts nothing", StringComparison.Ordinal));
    }

    [Fact]
    public void Layers_whose_experts_stay_behind_are_not_asked_onto_the_card_whole()
    {
        MemoryPlan plan = Plan(Samples.Model(experts: true), placement: new PlacementRequest { GpuLayers = LayerChoice.All, CpuMoeLayers = LayerChoice.Of(3) });
        Assert.DoesNotContain("num_gpu", RuntimeCommands.Of(plan, "ollama")!.Script, StringComparison.Ordinal);
        Assert.DoesNotContain("--gpu", RuntimeCommands.Of(plan, "lm-studio")!.Script, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vision_projector_is_named_or_said_to_be_missing()
    {
        MemoryPlan plan = Plan(Samples.Model());
        plan = plan with { Question = plan.Question with { Projector = "/models/mmproj F16.gguf" } };
        Assert.Contains("--mmproj '/models/mmproj F16.gguf'", LlamaServerCommand.Line(plan), StringComparison.Ordinal);
        Assert.Contains(RuntimeCommands.Of(plan, "ollama")!.Notes, n => n.Contains("vision projector", StringComparison.Ordinal));
    }

    private static Model Listed(string id, string quant) => ModelCatalog.Default.Get(id).ToModel(quant);

    private static MemoryPlan Plan(Model model, Workload? workload = null, PlacementRequest? placement = null, int devices = 1, Backend backend = Backend.Vulkan)
    {
        Rig sample = Samples.Rig([.. Enumerable.Repeat(1024.0, devices)]);
        Rig rig = sample with { Devices = [.. sample.Devices.Select(d => d with { Backend = backend })], Host = new Host { Memory = ByteSize.FromGibibytes(2048) } };
        return new Planner(new PlainEngine()).Sketch(model, new PlanQuestion { Workload = workload ?? new Workload(), Placement = placement ?? new PlacementRequest() }, rig);
    }
}

using System.Diagnostics;
using LocalRig.Catalog;
using LocalRig.Core.Tests.Planning;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Runtimes;
using LocalRig.Runtimes.Keeping;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace LocalRig.Core.Tests.Runtimes;

/// <summary>The files people keep, read by what reads them: systemd itself where it is, a YAML parser, the rules of llama.cpp's presets.</summary>
public sealed class KeptFormTests
{
    private static readonly string Odd = "/srv/my models/a $HOME 100% \"b\".gguf";

    [Fact]
    public void Systemd_accepts_the_unit()
    {
        const string Analyze = "/usr/bin/systemd-analyze";
        if (!File.Exists(Analyze))
        {
            Assert.Skip("systemd-analyze is not installed.");
        }

        foreach (MemoryPlan plan in (MemoryPlan[])[Plan("Qwen3.6-27B"), Plan("Qwen3.6-27B", Odd)])
        {
            string unit = Path.Combine(Path.GetTempPath(), $"localrig-{Environment.ProcessId}.service");
            File.WriteAllText(unit, KeptForms.Of(plan, KeptForm.Systemd).Text);
            try
            {
                using Process process = Process.Start(new ProcessStartInfo(Analyze, ["verify", "--man=no", unit]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
                string said = process.StandardError.ReadToEnd();
                process.WaitForExit();
                Assert.DoesNotContain(Path.GetFileName(unit), said, StringComparison.Ordinal);
            }
            finally
            {
                File.Delete(unit);
            }
        }
    }

    [Fact]
    public void The_compose_file_has_the_image_the_cards_and_every_word_of_the_command()
    {
        MemoryPlan plan = Plan("Qwen3.6-27B");
        YamlMappingNode service = (YamlMappingNode)Yaml(KeptForms.Of(plan, KeptForm.Compose).Text)["services"]["llama-server"];
        Assert.Equal("ghcr.io/ggml-org/llama.cpp:server-cuda", service["image"].ToString());
        Assert.Equal("nvidia", service["deploy"]["resources"]["reservations"]["devices"][0]["driver"].ToString());
        Assert.Equal(LlamaServerCommand.Line(plan), "llama-server " + string.Join(' ', ((YamlSequenceNode)service["command"]).Select(w => w.ToString())));
    }

    [Fact]
    public void A_file_of_this_machine_is_mounted_into_the_container()
    {
        YamlNode service = Yaml(KeptForms.Of(Plan("Qwen3.6-27B", Odd), KeptForm.Compose).Text)["services"]["llama-server"];
        Assert.Equal("/srv/my models:/models:ro", service["volumes"][0].ToString());
        Assert.Equal("/models/a $$HOME 100% \"b\".gguf", service["command"][1].ToString());
    }

    [Fact]
    public void No_container_is_written_for_cards_it_cannot_reach()
    {
        KeptFile file = KeptForms.Of(Plan("Qwen3.6-27B", backend: Backend.Metal), KeptForm.Compose);
        Assert.Empty(file.Text);
        Assert.Contains("no container image", file.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Llama_swap_gets_the_command_with_its_port()
    {
        MemoryPlan plan = Plan("Qwen3.6-27B");
        YamlNode model = Yaml(KeptForms.Of(plan, KeptForm.LlamaSwap).Text)["models"]["Qwen3.6-27B-Q4_K_M"];
        Assert.Equal(LlamaServerCommand.Line(plan).Replace("llama-server ", "llama-server --port ${PORT} ", StringComparison.Ordinal), model["cmd"].ToString());
    }

    [Fact]
    public void A_preset_has_the_repository_as_its_section_and_every_other_option_as_a_key()
    {
        MemoryPlan plan = Plan("Qwen3.6-27B");
        string[] lines = KeptForms.Of(plan, KeptForm.Preset).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["version = 1", "[unsloth/Qwen3.6-27B-GGUF:Q4_K_M]"], lines[..2]);
        Dictionary<string, string> keys = lines[2..].Select(l => l.Split(" = ")).ToDictionary(l => l[0], l => l[1]);
        Assert.Equal("8192", keys["c"]);
        Assert.Equal("all", keys["ngl"]);
        Assert.Equal("off", keys["fit"]);
        Assert.Equal("true", keys["no-mmproj"]);
        Assert.DoesNotContain("hf", keys.Keys);
    }

    private static YamlNode Yaml(string text)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        return stream.Documents[0].RootNode;
    }

    private static MemoryPlan Plan(string id, string source = "", Backend backend = Backend.Cuda)
    {
        Model model = ModelCatalog.Default.Get(id).ToModel("Q4_K_M");
        Rig rig = new()
        {
            Name = "a card",
            Devices = [new Device { Name = "gpu0", Backend = backend, ComputeCapability = 86, Memory = ByteSize.FromGibibytes(64) }],
            Host = new Host { Memory = ByteSize.FromGibibytes(64) },
        };
        PlanQuestion question = new() { Workload = new Workload { Context = 8192 }, Placement = new PlacementRequest { GpuLayers = LayerChoice.All } };
        return new Planner(new LlamaCppEngine(LlamaCppProfile.V070)).Sketch(source.Length > 0 ? model with { Source = source } : model, question, rig);
    }
}

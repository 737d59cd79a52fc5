using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>What the real llama-server 0.7.0 prints that it allocated on a stand-in card, with the rows of logits a server wants and with drafts, against our plan: each part to the
/// hundredth of a MiB that is printed. llama-fit-params, which other tests ask, counts every row and no drafts.</summary>
public sealed partial class RealServerTests
{
    public static TheoryData<string, string, int, int, string, string> Cases => new()
    {
        // model, recipe, context, slots, cache type, drafts
        { "Qwen3.5-0.8B", "recipe:Q4_K_M", 16384, 2, "f16", "" },
        { "Qwen3.5-0.8B", "recipe:Q4_K_M", 16384, 2, "f16", "own" },
        { "Qwen3.5-0.8B", "recipe:Q4_K_M", 131072, 1, "q8_0", "own" },
        { "Qwen3.5-2B", "recipe:Q8_0", 65536, 4, "q8_0", "own" },
        { "Llama-3.2-1B", "recipe:Q4_K_M", 65536, 1, "f16", "" },
        { "Llama-3.2-1B", "recipe:Q4_K_M", 32768, 8, "q8_0", "" },
        { "Llama-3.2-1B", "recipe:Q4_K_M", 8192, 2, "f16", "words" },
        { "gemma-3-1b", "recipe:Q4_K_M", 32768, 2, "f16", "" },
        { "Qwen3-1.7B", "recipe:Q4_K_M", 32768, 1, "f16", "Qwen3-0.6B" },
        { "LFM2-1.2B", "recipe:Q4_K_M", 32768, 1, "f16", "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_real_server_allocates_what_was_planned(string id, string recipe, int context, int slots, string cache, string drafts)
    {
        RealLlama.RequireCards("cuda");
        bool own = drafts == "own";
        bool smaller = drafts is not ("" or "own" or "words");
        Model model = ModelCatalog.Default.Get(id).ToModel(recipe, withMtp: own);
        Model? draft = smaller ? ModelCatalog.Default.Get(drafts).ToModel(recipe) : null;
        string file = $"/tmp/localrig-{Environment.ProcessId}-server-{id}-{context}-{slots}.gguf";
        string draftFile = $"/tmp/localrig-{Environment.ProcessId}-server-draft-{drafts}.gguf";
        SyntheticGguf.Write(file, model.Metadata, model.Tensors.Tensors);
        if (draft is not null)
        {
            SyntheticGguf.Write(draftFile, draft.Metadata, draft.Tensors.Tensors);
        }

        string printed;
        try
        {
            printed = RealLlama.RunUntil(
                "load_model: initializing",
                [
                    "--cards", "cuda", "NVIDIA card,8,6,82,25757220864", "llama-server", "-m", file, "-c", $"{context}", "-np", $"{slots}", "-ctk", cache, "-ctv", cache,
                    "-ngl", "999", "-fit", "off", "--no-warmup", "-lv", "4", "--port", $"{FreePort()}",
                    .. own ? (string[])["--spec-type", "draft-mtp"] : smaller ? ["-md", draftFile, "-ngld", "999", "--spec-type", "draft-simple"] : drafts == "words" ? ["--spec-type", "ngram-mod"] : [],
                ]);
        }
        finally
        {
            File.Delete(file);
            File.Delete(draftFile);
        }

        TensorType type = cache == "q8_0" ? TensorType.Q8_0 : TensorType.F16;
        Rig rig = new()
        {
            Name = "as drawn",
            Devices = [new Device { Name = "CUDA0", Backend = Backend.Cuda, ComputeCapability = 86, Multiprocessors = 82, Memory = ByteSize.FromGibibytes(24) }],
            Host = new Host { Memory = ByteSize.FromGibibytes(64) },
        };
        PlanQuestion question = new()
        {
            Workload = new Workload
            {
                Context = context,
                Parallel = slots,
                CacheTypeK = type,
                CacheTypeV = type,
                Speculation = own ? Speculation.DraftMtp : smaller ? Speculation.DraftSimple : drafts == "words" ? Speculation.NgramMod : Speculation.None,
            },
            Placement = new PlacementRequest { GpuLayers = LayerChoice.All },
            Draft = draft,
        };
        MemoryPlan plan = new Planner(new LlamaCppEngine(LlamaCppProfile.V070)).Sketch(model, question, rig);
        Assert.Equal(Exactness.Exact, plan.Exactness);
        (string Part, Func<DeviceAllocation, ByteSize> Planned)[] parts =
            [("model", a => a.Weights), ("KV", a => a.KvCache), ("RS", a => a.RecurrentState), ("compute", a => a.Compute), ("output", a => a.Output)];
        foreach ((string part, Func<DeviceAllocation, ByteSize> planned) in parts)
        {
            foreach (bool onCard in (bool[])[true, false])
            {
                (double sum, int lines) = Printed(printed, part, onCard);
                double ours = planned(plan.Devices[onCard ? 0 : 1].Parts).Mebibytes;
                Assert.True(Math.Abs(sum - ours) <= Math.Max(lines, 1) * Rounding, string.Create(CultureInfo.InvariantCulture, $"{part} on the {(onCard ? "card" : "host")}: printed {sum:F2}, planned {ours:F2}\n{printed}"));
            }
        }
    }

    /// <summary>-sm row is refused by the real engine on every kind of card it was asked on, and by our plan.</summary>
    [Theory]
    [InlineData("cuda", "NVIDIA card,8,6,82,25757220864", Backend.Cuda)]
    [InlineData("hip", "AMD card,gfx1100,96,25753026560", Backend.Rocm)]
    [InlineData("vulkan", "25757220864,16,2", Backend.Vulkan)]
    public void Rows_are_shared_no_more(string cards, string drawn, Backend backend)
    {
        RealLlama.RequireCards(cards);
        Model model = ModelCatalog.Default.Get("Qwen3-0.6B").ToModel("recipe:Q4_K_M");
        string file = $"/tmp/localrig-{Environment.ProcessId}-rows-{cards}.gguf";
        SyntheticGguf.Write(file, model.Metadata, model.Tensors.Tensors);
        try
        {
            Assert.Contains("does not support split buffers", RealLlama.Run("--cards", cards, drawn, "llama-bench", "-m", file, "-ngl", "999", "-sm", "row", "-p", "1", "-n", "0", "-v"), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }

        Rig rig = new() { Name = "one", Devices = [new Device { Name = "gpu0", Backend = backend, ComputeCapability = 86, Memory = ByteSize.FromGibibytes(24) }], Host = new Host { Memory = ByteSize.FromGibibytes(64) } };
        PlanQuestion question = new() { Placement = new PlacementRequest { GpuLayers = LayerChoice.All, Fixed = new Placement { SplitMode = SplitMode.Row } } };
        EngineException refused = Assert.Throws<EngineException>(() => new Planner(new LlamaCppEngine()).Sketch(model, question, rig));
        Assert.Contains("split buffers", refused.Message, StringComparison.Ordinal);
        Assert.True(new Planner(LocalRig.Questions.EngineProfiles.Default.Find("llama.cpp@b9889")).Sketch(model, question, rig).Exactness == Exactness.Bounded);
    }

    private const double Rounding = 0.0051; // MiB per line: two decimals

    /// <summary>The sum of a part's lines; of scratch the last line of each context, which is printed again where the context is sized once more.</summary>
    private static (double Mebibytes, int Lines) Printed(string printed, string part, bool onCard)
    {
        List<double> all = [];
        HashSet<string> ofContext = [];
        foreach (string line in printed.Split('\n'))
        {
            if (line.Contains("constructing llama_context", StringComparison.Ordinal))
            {
                ofContext.Clear();
            }

            if (Size().Match(line) is not { Success: true } match || match.Groups["part"].Value != part || match.Groups["device"].Value.StartsWith("CUDA0", StringComparison.Ordinal) != onCard)
            {
                continue;
            }

            double value = double.Parse(match.Groups["mib"].Value, CultureInfo.InvariantCulture);
            if (part == "compute" && !ofContext.Add(match.Groups["device"].Value))
            {
                all[^1] = value;
            }
            else
            {
                all.Add(value);
            }
        }

        return (all.Sum(), all.Count);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"(?<device>\w+) +(?<part>model|KV|RS|compute|output) buffer size = +(?<mib>[0-9.]+) MiB")]
    private static partial Regex Size();
}

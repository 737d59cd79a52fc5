using LocalRig.Catalog;
using LocalRig.Units;
using Xunit;

namespace LocalRig.Core.Tests.Catalog;

/// <summary>Vision projectors beside catalogue models: weights and scratch that servers printed, and the real llama.cpp's.</summary>
public class KnownProjectorTests
{
    private const double Printed = 0.011; // MiB: logs print two decimals

    private static KnownProjector Of(string model) => KnownProjector.All.Single(p => p.Models.Contains(model));

    private static double Mebibytes(KnownProjector projector, int perPatch) => new ByteSize((long)projector.Patches(projector.Side) * perPatch).Mebibytes;

    [Theory]
    [InlineData("Qwen3.6-27B", 887.99, 248.10, 24.93)] // a server's log of May 2026, mmproj-BF16.gguf: "model size: 887.99 MiB", "CUDA0 compute buffer size = 248.10 MiB", CPU 24.93
    [InlineData("Qwen3.5-35B-A3B", 860.98, 248.10, 24.93)] // tests/data/memory/public-logs.jsonl, four A6000
    [InlineData("Qwen3.5-4B", 644.26, 223.30, 24.93)] // github.com/ggml-org/llama.cpp/pull/22673
    [InlineData("Qwen3-VL-8B", 0, 372.08, 24.93)] // github.com/ggml-org/llama.cpp/issues/18181: "allocating 372.08 MiB"; its file was F32
    [InlineData("Qwen3-VL-30B-A3B", 1033.29, 0, 24.93)] // a log of November 2025, Qwen3-30B-mmproj-F16.gguf
    [InlineData("gemma-4-E4B", 945.51, 101.27, 6.77)] // tests/data/memory/public-logs.jsonl, an M4
    public void Weights_and_scratch_are_what_servers_printed(string model, double weights, double scratch, double host)
    {
        KnownProjector projector = Of(model);
        Assert.True(weights == 0 || Math.Abs(projector.Weights.Mebibytes - weights) <= Printed, $"{projector.Weights.Mebibytes}");
        Assert.True(scratch == 0 || Math.Abs(Mebibytes(projector, projector.ScratchPerPatch) - scratch) <= Printed, $"{Mebibytes(projector, projector.ScratchPerPatch)}");
        Assert.Equal(host, Mebibytes(projector, projector.HostPerPatch), Printed);
    }

    /// <summary>Google publishes 419,816,304 parameters of vision for Gemma 3 4B (data/models/gemma.json), 421,290,864 for 12B and 423,060,336 for 27B.</summary>
    [Theory]
    [InlineData("gemma-3-4b", 419_816_304)]
    [InlineData("gemma-3-12b", 421_290_864)]
    [InlineData("gemma-3-27b", 423_060_336)]
    public void Gemma_3s_shape_has_the_published_count(string model, long published)
    {
        (int d, int wide, int layers, _, int outputs, _) = Of(model).Shape;
        long patches = Of(model).Patches(Of(model).Side);
        long pixels = Of(model).Patch * Of(model).Patch * 3L;
        long counted = (pixels + 1 + patches + 2) * d + (long)d * outputs + d + layers * (4L * d * d + 2L * d * wide + 9L * d + wide);
        Assert.Equal(published, counted);
    }

    /// <summary>Published files of unsloth's repositories on Hugging Face, by size: the tensors and a header, which is 18 to 21 kB.</summary>
    [Theory]
    [InlineData("Qwen3.5-2B", 671_372_992)]
    [InlineData("Qwen3.5-4B", 675_569_344)]
    [InlineData("Qwen3.5-9B", 921_705_024)]
    [InlineData("Qwen3.5-35B-A3B", 902_822_016)]
    [InlineData("Qwen3.5-122B-A10B", 912_263_904)]
    public void A_published_file_is_the_tensors_and_a_header(string model, long published) =>
        Assert.InRange(published - Of(model).Weights.Bytes, 18_000, 21_000);

    public static TheoryData<string, string> OnCards
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (KnownProjector projector in LongRun.Part(KnownProjector.All.Where(p => p.Kind is "qwen3vl_merger" or "gemma3"), "cuda"))
            {
                rows.Add(projector.Models[0], "cuda");
            }

            // Scratch on Vulkan differs by width and by what Qwen3-VL's deep stack adds; on AMD cards it is NVIDIA's.
            foreach (string model in LongRun.Part<string>(["Qwen3.5-27B", "Qwen3-VL-2B", "Qwen3-VL-8B", "Qwen3-VL-30B-A3B", "Qwen3-VL-32B", "gemma-3-4b"], "vulkan"))
            {
                rows.Add(model, "vulkan");
            }

            rows.Add("Qwen3-VL-4B", "hip");
            return rows;
        }
    }

    /// <summary>The real llama-mtmd-cli 0.7.0 loads a projector of that shape on a card that isn't there, and prints what it lays out.</summary>
    [Theory, MemberData(nameof(OnCards))]
    public void The_real_engine_lays_out_the_same(string model, string cards)
    {
        RealLlama.RequireCards(cards);
        KnownProjector projector = Of(model);
        RealProjector.Printed printed = RealProjector.Load(projector, cards);
        Assert.Equal(projector.Weights.Mebibytes, printed.Weights, Printed);
        Assert.Equal(Mebibytes(projector, cards == "vulkan" ? projector.ScratchPerPatchOnVulkan : projector.ScratchPerPatch), printed.Device, 2 * Printed);
        Assert.Equal(Mebibytes(projector, projector.HostPerPatch), printed.Host, Printed);
    }

    /// <summary>Scratch goes with the patches of a picture: at 1024 pixels a side as at 1472.</summary>
    [Theory]
    [InlineData("Qwen3.6-27B", "cuda")]
    [InlineData("Qwen3-VL-8B", "cuda")]
    [InlineData("Qwen3.5-0.8B", "vulkan")]
    public void Scratch_goes_with_the_patches(string model, string cards)
    {
        RealLlama.RequireCards(cards);
        KnownProjector projector = Of(model);
        RealProjector.Printed printed = RealProjector.Load(projector, cards, "--image-max-tokens", "1024");
        const int Side = 1024;
        int each = cards == "vulkan" ? projector.ScratchPerPatchOnVulkan : projector.ScratchPerPatch;
        Assert.Equal(new ByteSize((long)projector.Patches(Side) * each).Mebibytes, printed.Device, 2 * Printed);
    }
}

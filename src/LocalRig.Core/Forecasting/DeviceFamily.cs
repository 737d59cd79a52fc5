using System.Globalization;
using LocalRig.Rigs;

namespace LocalRig.Forecasting;

/// <summary>Relatives of a processor, for calibration: the group shares a backend, the family a chip generation as well.</summary>
/// <param name="Group">Backend and maker or memory kind: <c>cuda</c>, <c>cuda-hbm</c>, <c>vulkan-amd</c>, <c>cpu</c>.</param>
/// <param name="Family">Group and chip generation: <c>cuda/ada</c>, <c>metal/m3</c>.</param>
public readonly record struct DeviceFamily(string Group, string Family)
{
    /// <summary>The relatives of a processor.</summary>
    public static DeviceFamily Of(ProcessorFacts facts)
    {
        string generation = facts.Vendor switch
        {
            _ when facts.Backend == Backend.Cpu => Processor(facts.Id),
            "NVIDIA" => Nvidia(facts.Generation, facts.Id),
            "Apple" => Apple(facts.Id),
            "AMD" => Amd(facts.Generation, facts.Id),
            "Intel" => Intel(facts.Generation, facts.Id),
            _ => "other",
        };
        string group = facts.Backend switch
        {
            Backend.Cuda when generation is "p100" or "volta" or "a100" or "hopper" or "blackwell-hbm" => "cuda-hbm",
            Backend.Vulkan => $"vulkan-{(facts.Vendor.Length == 0 ? "other" : facts.Vendor.ToLowerInvariant())}",
            Backend backend => backend.ToString().ToLowerInvariant(),
        };
        return new DeviceFamily(group, $"{group}/{generation}");
    }

    /// <summary>Chip generations by compute capability (CUDA programming guide, compute capabilities).</summary>
    private static string Nvidia(string capability, string id) =>
        id.StartsWith("gtx-16", StringComparison.Ordinal) ? "turing-gtx" // of Turing's capability without its matrix units, which llama.cpp's kernels ask for all the same
        : double.TryParse(capability, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number switch
            {
                < 6.0 => "maxwell",
                < 6.1 => "p100",
                < 7.0 => "pascal",
                < 7.5 => "volta",
                < 8.0 => "turing",
                < 8.6 => "a100",
                < 8.9 => "ampere",
                < 9.0 => "ada",
                < 10.0 => "hopper",
                < 12.0 => "blackwell-hbm",
                < 12.1 => "blackwell",
                _ => "gb10",
            }
            : "other";

    private static string Apple(string id) => id.Length > 1 && id[0] == 'm' && char.IsAsciiDigit(id[1]) ? id[..2] : "other";

    /// <summary>Chip generations by gfx number (LLVM, AMDGPU processors).</summary>
    private static string Amd(string gfx, string id) =>
        gfx switch
        {
            _ when gfx.StartsWith("gfx906", StringComparison.Ordinal) || gfx.StartsWith("gfx900", StringComparison.Ordinal) => "gcn5",
            _ when gfx.StartsWith("gfx9", StringComparison.Ordinal) => "cdna",
            _ when gfx.StartsWith("gfx101", StringComparison.Ordinal) => "rdna1",
            _ when gfx.StartsWith("gfx103", StringComparison.Ordinal) => "rdna2",
            _ when gfx.StartsWith("gfx110", StringComparison.Ordinal) => "rdna3",
            _ when gfx.StartsWith("gfx115", StringComparison.Ordinal) => "rdna3.5",
            _ when gfx.StartsWith("gfx12", StringComparison.Ordinal) => "rdna4",
            _ when id.StartsWith("strix", StringComparison.Ordinal) || id == "radeon-890m" => "rdna3.5",
            _ when id.StartsWith("mi50", StringComparison.Ordinal) => "gcn5",
            _ => "other",
        };

    private static string Intel(string generation, string id) =>
        generation == "Xe-HPG" || id.StartsWith("arc-a", StringComparison.Ordinal) ? "xe-hpg" : "xe2";

    private static string Processor(string id) =>
        id switch
        {
            _ when Has(id, "desktop") || Has(id, "core-i") || Has(id, "ryzen-9") => "desktop",
            _ when Has(id, "raspberry") || Has(id, "rk35") || Has(id, "ampere") || Has(id, "graviton") || Has(id, "cix") || Has(id, "snapdragon") => "arm",
            _ when Has(id, "epyc") || Has(id, "xeon") || Has(id, "threadripper") => "server",
            _ when Has(id, "hx370") || Has(id, "ryzen-ai") => "zen5",
            _ => "mobile",
        };

    private static bool Has(string id, string part) => id.Contains(part, StringComparison.Ordinal);
}

using System.Collections.Immutable;
using LocalRig.Rigs;

namespace LocalRig.Local.Probes;

/// <summary>Graphics in the processor beside cards. llama.cpp uses devices of type <c>GGML_BACKEND_DEVICE_TYPE_IGPU</c> only when there is no
/// other (llama.cpp pull request 15797); its Vulkan backend gives graphics in the processor that type, and since pull request 23007 CUDA does.</summary>
internal static class IntegratedGraphics
{
    /// <summary>What was seen without the graphics that llama.cpp leaves idle, and why.</summary>
    public static Seen LeftIdle(Seen seen)
    {
        if (seen.Devices.All(IsIdleBesideOthers) || !seen.Devices.Any(IsIdleBesideOthers))
        {
            return seen;
        }

        string others = string.Join(", ", seen.Devices.Where(d => !IsIdleBesideOthers(d)).Select(static d => d.Model).Distinct());
        return seen with
        {
            Devices = [.. seen.Devices.Where(d => !IsIdleBesideOthers(d))],
            Findings = seen.Findings.AddRange(seen.Devices.Where(IsIdleBesideOthers).Select(d => new Finding(
                "left out", $"{d.Model}: graphics in the processor, which llama.cpp uses only when there is no other device; here is {others}", "llama.cpp pull request 15797"))),
        };
    }

    private static bool IsIdleBesideOthers(Device device) => device.SharesHostMemory && device.Backend != Backend.Metal;
}

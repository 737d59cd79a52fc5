using System.Collections.Immutable;

namespace LocalRig.Rigs;

/// <summary>What llama.cpp calls a rig's devices: the backend's name and its place among those of that backend, such as <c>CUDA0</c>
/// (ggml-cuda.cu, ggml-vulkan.cpp, ggml-sycl.cpp, ggml-rpc.cpp: the devices' names).</summary>
public static class EngineNames
{
    /// <summary>The processor's name.</summary>
    public const string Cpu = "CPU";

    /// <summary>A name per device of the rig, in its order.</summary>
    public static ImmutableArray<string> Of(Rig rig)
    {
        Dictionary<Backend, int> counts = [];
        ImmutableArray<string>.Builder names = ImmutableArray.CreateBuilder<string>(rig.Devices.Length);
        foreach (Device device in rig.Devices)
        {
            int n = counts.GetValueOrDefault(device.Backend);
            counts[device.Backend] = n + 1;
            names.Add(device.Backend == Backend.Cpu ? Cpu : $"{Prefix(device.Backend)}{n}");
        }

        return names.ToImmutable();
    }

    private static string Prefix(Backend backend) => backend switch
    {
        Backend.Cuda => "CUDA",
        Backend.Rocm => "ROCm",
        Backend.Vulkan => "Vulkan",
        Backend.Sycl => "SYCL",
        Backend.Rpc => "RPC",
        _ => "Metal",
    };
}

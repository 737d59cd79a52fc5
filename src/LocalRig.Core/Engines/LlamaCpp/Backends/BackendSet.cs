using System.Collections.Immutable;
using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>The backends a context runs on: the rig's devices in order, then the processor (llama-context.cpp, llama_context's constructor).</summary>
public sealed class BackendSet
{
    /// <summary>Compute capability assumed when a device's is unknown: any with tensor cores allocates alike for prompts (Ada).</summary>
    private const int AssumedComputeCapability = 89;

    private BackendSet(ImmutableArray<ComputeBackend> devices, ImmutableArray<int> rigIndex, CpuBackend cpu)
    {
        Devices = devices;
        RigIndex = rigIndex;
        Cpu = cpu;
        All = [.. devices, cpu];
        ComputeBuffers = [.. devices.Select(d => d.Memory), HostMemory ?? cpu.Memory];
    }

    /// <summary>The devices in use.</summary>
    public ImmutableArray<ComputeBackend> Devices { get; }

    /// <summary>Per device in use, its place in <see cref="Rig.Devices"/>.</summary>
    public ImmutableArray<int> RigIndex { get; }

    /// <summary>The processor.</summary>
    public CpuBackend Cpu { get; }

    /// <summary>Devices, then processor: the scheduler's order of preference.</summary>
    public ImmutableArray<ComputeBackend> All { get; }

    /// <summary>Per backend, where its results of a graph go: the device's memory; for the processor the first device's pinned memory if it has any.</summary>
    public ImmutableArray<BufferType> ComputeBuffers { get; }

    /// <summary>Pinned memory of the first device, or null.</summary>
    public BufferType? HostMemory => Devices.IsEmpty ? null : Devices[0].HostMemory;

    /// <summary>The backends llama.cpp would use on a rig.</summary>
    /// <param name="rig">The machine.</param>
    /// <param name="placement">With <see cref="SplitMode.None"/> only the main device counts.</param>
    /// <param name="profile">The version of llama.cpp.</param>
    /// <param name="features">The processor's instructions.</param>
    public static BackendSet For(Rig rig, Placement placement, LlamaCppProfile profile, CpuFeatures features = CpuFeatures.X86)
    {
        ImmutableArray<ComputeBackend> all = MakeDevices(rig, profile);
        ImmutableArray<int> used = [.. Enumerable.Range(0, all.Length)];
        if (placement.SplitMode == SplitMode.None && all.Length > 0)
        {
            used = placement.MainGpu >= 0 && placement.MainGpu < all.Length
                ? [placement.MainGpu]
                : throw new EngineException($"The main device (-mg) is {placement.MainGpu}, but the rig has devices 0 to {all.Length - 1}.");
        }

        return new BackendSet([.. used.Select(i => all[i])], used, new CpuBackend(features));
    }

    private static ImmutableArray<ComputeBackend> MakeDevices(Rig rig, LlamaCppProfile profile)
    {
        HashSet<BufferType> cuda = [];
        HashSet<BufferType> rocm = [];
        HostBuffer cudaHost = new("CUDA_Host");
        HostBuffer rocmHost = new("ROCm_Host");
        HostBuffer vulkanHost = new("Vulkan_Host", VulkanBackend.HostAlignment, VulkanBuffer.BlockSize, VulkanBackend.HostSlack);
        HostBuffer syclHost = new("SYCL_Host");
        ImmutableArray<string> names = EngineNames.Of(rig);
        ImmutableArray<ComputeBackend>.Builder devices = ImmutableArray.CreateBuilder<ComputeBackend>();
        foreach ((Device device, string name) in rig.Devices.Zip(names).Where(d => d.First.Backend != Backend.Cpu))
        {
            devices.Add(device.Backend switch
            {
                Backend.Cuda => new CudaBackend(name, device.ComputeCapability ?? AssumedComputeCapability, cudaHost, cuda, profile),
                Backend.Rocm => new RocmBackend(name, rocmHost, rocm, profile),
                Backend.Vulkan => new VulkanBackend(name, vulkanHost),
                Backend.Sycl => new GeneralBackend(name, new DeviceBuffer(name, 128), syclHost, canPipeline: false), // ggml-sycl.cpp: alignment 128, no events
                Backend.Rpc => new RpcBackend(name),
                _ => new GeneralBackend(name, new DeviceBuffer(name, 32), null, canPipeline: false), // ggml-metal.cpp: alignment 32, shared memory
            });
        }

        return devices.ToImmutable();
    }
}

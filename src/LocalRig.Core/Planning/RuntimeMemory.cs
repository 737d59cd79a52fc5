using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Planning;

/// <summary>Memory a driver and its libraries take on a device or the host besides the engine's buffers: never exact, so always a range with its source.</summary>
/// <param name="Low">The least seen.</param>
/// <param name="Likely">The figure used in sums.</param>
/// <param name="High">The most seen.</param>
/// <param name="Source">Who measured it, and on what.</param>
/// <param name="Kind">What sort of knowledge it is.</param>
public sealed record RuntimeMemory(ByteSize Low, ByteSize Likely, ByteSize High, string Source, SourceKind Kind)
{
    // cudaMemGetInfo against NVML, llama.cpp pull request 23604: 107 MiB on an RTX 4060 Ti, 555 MiB on an RTX PRO 6000
    // Blackwell. The context grows with the multiprocessors (34 and 188 of them, data sheets): a line through both.
    private const double CudaSmallMebibytes = 107;
    private const int CudaSmallMultiprocessors = 34;
    private const double CudaLargeMebibytes = 555;
    private const int CudaLargeMultiprocessors = 188;

    // Context and cuBLAS together in llama-server: about 330 MiB (unsloth issue 6718); 120 MiB on an RTX 4060 (llamafit).
    private const double CudaServerMebibytes = 330;

    // Ollama's minimum per CUDA device (ml/device.go): what its authors found they must always keep free.
    private const double OllamaCudaMebibytes = 457;

    // gguf-parser's defaults, --platform-footprint: 150 MiB of main memory, 250 MiB of device memory.
    private const double HostMebibytes = 150;
    private const double DeviceMebibytes = 250;

    // Ollama's minimum for Metal (ml/device.go), PyTorch's context on ROCm (unsloth pull request 8669).
    private const double MetalMebibytes = 512;
    private const double RocmMebibytes = 712;

    /// <summary>What the engine's process needs in main memory besides its buffers (vocabulary, metadata, code).</summary>
    public static RuntimeMemory OfHost { get; } =
        Range(0, HostMebibytes, HostMebibytes, "gguf-parser --platform-footprint: 150 MiB RAM", SourceKind.ThirdParty);

    /// <summary>What a device's driver and libraries need.</summary>
    public static RuntimeMemory Of(Device device) =>
        device.Backend switch
        {
            Backend.Cuda => Cuda(device.Multiprocessors),
            Backend.Rocm => Range(
                DeviceMebibytes, DeviceMebibytes, RocmMebibytes,
                "gguf-parser --platform-footprint: 250 MiB; 692-712 MiB under PyTorch on ROCm (unsloth pull request 8669)", SourceKind.ThirdParty),
            Backend.Metal => Range(
                0, DeviceMebibytes, MetalMebibytes,
                "gguf-parser --platform-footprint: 250 MiB; Ollama keeps 512 MiB (ml/device.go)", SourceKind.ThirdParty),
            _ => Range(0, DeviceMebibytes, OllamaCudaMebibytes, "gguf-parser --platform-footprint: 250 MiB VRAM", SourceKind.ThirdParty),
        };

    private static RuntimeMemory Cuda(int? multiprocessors)
    {
        if (multiprocessors is not int count)
        {
            return Range(
                CudaSmallMebibytes, CudaServerMebibytes, CudaLargeMebibytes,
                "CUDA context and cuBLAS in llama-server, about 330 MiB (unsloth issue 6718); 107-555 MiB by card (llama.cpp pull request 23604)",
                SourceKind.Community);
        }

        double perUnit = (CudaLargeMebibytes - CudaSmallMebibytes) / (CudaLargeMultiprocessors - CudaSmallMultiprocessors);
        double context = CudaSmallMebibytes + perUnit * (count - CudaSmallMultiprocessors);
        double high = Math.Max(OllamaCudaMebibytes, context + CudaServerMebibytes - CudaSmallMebibytes);
        return Range(
            context, Math.Max(context, CudaServerMebibytes), high,
            $"CUDA context by multiprocessors ({count}; llama.cpp pull request 23604: 107 MiB at 34, 555 MiB at 188); with cuBLAS about 330 MiB in llama-server (unsloth issue 6718)",
            SourceKind.Measured);
    }

    private static RuntimeMemory Range(double low, double likely, double high, string source, SourceKind kind) =>
        new(FromMebibytes(low), FromMebibytes(likely), FromMebibytes(high), source, kind);

    private static ByteSize FromMebibytes(double value) => new((long)(value * ByteSize.BytesPerMebibyte));
}

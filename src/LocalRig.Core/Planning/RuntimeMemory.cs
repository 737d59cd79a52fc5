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
    // Blackwell; 157 MiB on an RTX 3090 (total less free before a load, logs of 2026). The context grows with the multiprocessors (34, 188 and 82 of them, data sheets):
    // lines from one to the next.
    private const double CudaSmallMebibytes = 107;
    private const int CudaSmallMultiprocessors = 34;
    private const double CudaMiddleMebibytes = 157;
    private const int CudaMiddleMultiprocessors = 82;
    private const double CudaLargeMebibytes = 555;
    private const int CudaLargeMultiprocessors = 188;

    // What llama-server holds besides its buffers: 140 to 165 MiB in memory breakdowns of 2026 on cards of 28 to 82 multiprocessors, whose
    // contexts alone are 113 to 157 (CUDA0's total less its free memory before a load); 330 MiB with cuBLAS (unsloth issue 6718).
    private const double CudaServerMebibytes = 165;
    private const double CublasMebibytes = 330;

    // Ollama's minimum per CUDA device (ml/device.go): what its authors found they must always keep free.
    private const double OllamaCudaMebibytes = 457;

    // gguf-parser's defaults, --platform-footprint: 150 MiB of main memory, 250 MiB of device memory.
    private const double HostMebibytes = 150;
    private const double DeviceMebibytes = 250;

    // Ollama's minimum for Metal (ml/device.go), PyTorch's context on ROCm (unsloth pull request 8669).
    private const double MetalMebibytes = 512;
    private const double RocmMebibytes = 712;

    // What ROCm held on an MI355X beside llama.cpp's buffers (memory breakdowns of 2026: 1.2 to 1.5 GiB; others weren't reported), and the most: 31,295 MiB
    // of a server with Qwen3.8-27B Q8_0 after an answer, whose buffers are 28,773 (github.com/farbodtavakkoli/OTel, inference/llamacpp/llm).
    private const double RocmDataCenterLowMebibytes = 1229;
    private const double RocmDataCenterMebibytes = 1536;
    private const double RocmDataCenterMostMebibytes = 2523;

    /// <summary>What the engine's process needs in main memory besides its buffers (vocabulary, metadata, code).</summary>
    public static RuntimeMemory OfHost { get; } =
        Range(0, HostMebibytes, HostMebibytes, "gguf-parser --platform-footprint: 150 MiB RAM", SourceKind.ThirdParty);

    /// <summary>What a device's driver and libraries need.</summary>
    public static RuntimeMemory Of(Device device) =>
        device.Backend switch
        {
            Backend.Cuda => Cuda(device.Multiprocessors),
            Backend.Rocm when device.CatalogId is "mi355x" or "mi350x" => Range(
                RocmDataCenterLowMebibytes, RocmDataCenterMebibytes, RocmDataCenterMostMebibytes,
                "1.2 to 1.5 GiB on an MI355X beside llama.cpp's buffers (memory breakdowns of 2026), 2.5 GiB once (rocm-smi, August 2026: github.com/farbodtavakkoli/OTel)", SourceKind.Community),
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
                CudaSmallMebibytes, CublasMebibytes, CudaLargeMebibytes,
                "CUDA context and cuBLAS in llama-server, up to 330 MiB (unsloth issue 6718); 107-555 MiB by card (llama.cpp pull request 23604)",
                SourceKind.Community);
        }

        double context = count <= CudaMiddleMultiprocessors
            ? CudaMiddleMebibytes + (CudaMiddleMebibytes - CudaSmallMebibytes) / (CudaMiddleMultiprocessors - CudaSmallMultiprocessors) * (count - CudaMiddleMultiprocessors)
            : CudaMiddleMebibytes + (CudaLargeMebibytes - CudaMiddleMebibytes) / (CudaLargeMultiprocessors - CudaMiddleMultiprocessors) * (count - CudaMiddleMultiprocessors);
        double high = Math.Max(OllamaCudaMebibytes, context + CublasMebibytes - CudaSmallMebibytes);
        return Range(
            context, Math.Max(context, CudaServerMebibytes), high,
            $"CUDA context by multiprocessors ({count}; llama.cpp pull request 23604: 107 MiB at 34, 555 MiB at 188, and 157 MiB at 82 in logs); 140 to 165 MiB in llama-server's memory breakdowns of 2026; with cuBLAS 330 (unsloth issue 6718)",
            SourceKind.Measured);
    }

    private static RuntimeMemory Range(double low, double likely, double high, string source, SourceKind kind) =>
        new(FromMebibytes(low), FromMebibytes(likely), FromMebibytes(high), source, kind);

    private static ByteSize FromMebibytes(double value) => new((long)(value * ByteSize.BytesPerMebibyte));
}

using LocalRig.Rigs;

namespace LocalRig.Forecasting;

/// <summary>A processor as the speed laws see it: rates, with stand-ins where a data sheet is silent.</summary>
internal sealed class DeviceSpeed
{
    // A stand-in for processors known by their memory alone: the middle of the table's processors known by name (cores times
    // clock times vector width over bandwidth).
    private const double ProcessorOperationsPerByte = 16;

    // The same for graphics processors whose arithmetic no data sheet gives: the middle of the table's unified-memory chips,
    // which the silent ones are.
    private const double GraphicsOperationsPerByte = 34;

    // Eight-bit dot products (dp4a and its like) do four multiplications where F32 does one; CUDA programming guide,
    // arithmetic throughput; RDNA instruction set, V_DOT4.
    private const double DotProductFactor = 4;

    /// <summary>Reads the facts.</summary>
    public DeviceSpeed(ProcessorFacts facts)
    {
        Facts = facts;
        Family = DeviceFamily.Of(facts);
        double known = facts.Shader ?? facts.Half / 2 ?? 0;
        bool processor = facts.Backend == Backend.Cpu;
        ArithmeticAssumed = known <= 0;
        Shader = known > 0 ? known : facts.Bandwidth * (processor ? ProcessorOperationsPerByte : GraphicsOperationsPerByte);
        double tensor = facts.HalfSums ?? facts.Half ?? 0;
        TensorRatio = tensor > 0 && Shader > 0 ? tensor / Shader : 1;
        Peak = processor ? 0 : IsApple ? ApplePeak(facts) : Math.Max(Math.Max(facts.Integer ?? 0, tensor), facts.Integer is null ? DotProductFactor * known : known);
    }

    /// <summary>What runs on it.</summary>
    public EngineAge Engine { get; init; }

    /// <summary>The data sheet.</summary>
    public ProcessorFacts Facts { get; }

    /// <summary>Its relatives.</summary>
    public DeviceFamily Family { get; }

    /// <summary>Peak bytes per second.</summary>
    public double Bandwidth => Facts.Bandwidth;

    /// <summary>F32 operations per second; never 0.</summary>
    public double Shader { get; }

    /// <summary>Whether <see cref="Shader"/> is a stand-in, because no data sheet gives it.</summary>
    public bool ArithmeticAssumed { get; }

    /// <summary>How much faster matrix units are than shaders; 1 when there are none.</summary>
    public double TensorRatio { get; }

    /// <summary>Whether it multiplies eight-bit integers four at a time (dp4a): NVIDIA's chips before Pascal's second generation (compute capability 6.1)
    /// don't, and their kernels for quantized weights work without (ggml-cuda/common.cuh, GGML_CUDA_CC_DP4A).</summary>
    public bool HasIntegerDots => Family.Family is not ("cuda/maxwell" or "cuda-hbm/p100");

    /// <summary>Whether its memory corrects errors in band: professional NVIDIA boards without stacked memory, which has bits of its own for that.</summary>
    public bool CorrectsErrors => Facts.IsProfessional && Family.Group != "cuda-hbm";

    /// <summary>Whether a graphics processor reads the host's memory through the host's fabric; Apple's all do and are a group of their own.</summary>
    public bool SharesMemory => Facts.SharesHostMemory && Facts.Backend is not (Backend.Cpu or Backend.Metal);

    /// <summary>The most operations per second of any kind; 0 when unknown, as it is of processors: clocks vary with what they do.</summary>
    public double Peak { get; }

    /// <summary>Apple's chips up to M4 have no matrix units beside their shaders; later ones have, of a rate Apple doesn't publish.</summary>
    private static double ApplePeak(ProcessorFacts facts) =>
        facts.Generation is "Metal Apple7" or "Metal Apple8" or "Metal Apple9" ? facts.Shader ?? 0 : 0;

    private bool IsApple => Facts.Vendor == "Apple";
}

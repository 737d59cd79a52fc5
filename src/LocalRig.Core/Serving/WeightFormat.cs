using System.Collections.Immutable;

namespace LocalRig.Serving;

/// <summary>How a safetensors checkpoint stores its linear layers; embeddings, output, norms, routers and convolutions stay at 16 bits in
/// all of them (the <c>ignore</c> or <c>modules_to_not_convert</c> list of the published checkpoints).</summary>
/// <param name="Name">As vLLM and repositories call it: <c>fp8</c>.</param>
/// <param name="Bits">Bits of one weight without its scales.</param>
/// <param name="What">In a few words.</param>
public sealed record WeightFormat(string Name, int Bits, string What)
{
    private const int Fp8BlockSide = 128; // weight_block_size of DeepSeek's and Qwen's FP8 checkpoints
    private const int IntegerGroup = 128; // group_size of AWQ and GPTQ checkpoints
    private const int NvFp4Group = 16; // NVFP4: one FP8 scale for 16 weights
    private const int MxFp4Group = 32; // OCP microscaling: one 8-bit scale for 32 weights
    private const int ScaleBytes = 4; // vLLM keeps FP8 and INT8 scales in float32

    /// <summary>16-bit floats.</summary>
    public static WeightFormat Bf16 { get; } = new("bf16", 16, "16-bit floats");

    /// <summary>FP8 with one scale per output row.</summary>
    public static WeightFormat Fp8 { get; } = new("fp8", 8, "FP8, a scale per output row");

    /// <summary>GPTQ's 4-bit integers.</summary>
    public static WeightFormat GptqInt4 { get; } = new("gptq-int4", 4, "4-bit integers in groups of 128");

    /// <summary>The type gpt-oss was released in.</summary>
    public static WeightFormat MxFp4 { get; } = new("mxfp4", 4, "4-bit floats in groups of 32, experts only");

    /// <summary>A released format LocalRig doesn't model.</summary>
    public static WeightFormat Other { get; } = new("other", 4, "a format of its own");

    /// <summary>All formats a user can name, most bits first.</summary>
    public static ImmutableArray<WeightFormat> All { get; } =
    [
        Bf16,
        Fp8,
        new("fp8-block", 8, "FP8, a scale per 128x128 block"),
        new("int8", 8, "8-bit integers, a scale per output row"),
        GptqInt4,
        new("awq", 4, "4-bit integers with zero points in groups of 128"),
        new("nvfp4", 4, "4-bit floats in groups of 16"),
    ];

    /// <summary>The format of that name, or null.</summary>
    public static WeightFormat? Find(string name) => All.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Bytes of matrices with their scales.</summary>
    /// <param name="columns">Elements of the input side.</param>
    /// <param name="rows">Elements of the output side, of all matrices together.</param>
    public long Bytes(long columns, long rows)
    {
        long elements = checked(columns * rows);
        return Name switch
        {
            "fp8" or "int8" => elements + rows * ScaleBytes,
            "fp8-block" => elements + Up(columns, Fp8BlockSide) * Up(rows, Fp8BlockSide) * ScaleBytes,
            "gptq-int4" => elements / 2 + elements / IntegerGroup * 2,
            "awq" => elements / 2 + elements / IntegerGroup * 5 / 2, // a 16-bit scale and a 4-bit zero point
            "nvfp4" => elements / 2 + elements / NvFp4Group,
            "mxfp4" => elements / 2 + elements / MxFp4Group,
            _ => elements * 2,
        };
    }

    private static long Up(long value, long by) => (value + by - 1) / by;
}

using LocalRig.Units;

namespace LocalRig.Quantization;

/// <summary>The block table: how many elements a <see cref="TensorType"/> packs into how many bytes (ggml-common.h, block_* structs).</summary>
public static class TensorTypeExtensions
{
    private const int TypeCount = 43; // ggml.h: GGML_TYPE_COUNT

    private static readonly string[] Names = new string[TypeCount];

    private static readonly Block[] Blocks = BuildTable();

    private readonly record struct Block(int Elements, int Bytes);

    /// <summary>Whether ggml knows this type id and still stores it.</summary>
    public static bool IsKnown(this TensorType type) =>
        unchecked((uint)type) < TypeCount && Blocks[(int)type].Elements != 0;

    /// <summary>ggml's name of the type: <c>q4_K</c>, <c>f16</c>, <c>iq4_xs</c>.</summary>
    public static string Name(this TensorType type) => IsKnown(type) ? Names[(int)type] : throw Unknown(type);

    /// <summary>Elements per block; a row must be a multiple of this.</summary>
    public static int BlockElements(this TensorType type) => Of(type).Elements;

    /// <summary>Bytes per block.</summary>
    public static int BlockBytes(this TensorType type) => Of(type).Bytes;

    /// <summary>Whether elements are packed in blocks of more than one (ggml_is_quantized).</summary>
    public static bool IsQuantized(this TensorType type) => Of(type).Elements > 1;

    /// <summary>Bytes of one row of <paramref name="elements"/> elements (ggml_row_size).</summary>
    public static long RowBytes(this TensorType type, long elements)
    {
        Block block = Of(type);
        return elements / block.Elements * block.Bytes;
    }

    /// <summary>Average bits per element.</summary>
    public static double BitsPerElement(this TensorType type)
    {
        Block block = Of(type);
        return 8.0 * block.Bytes / block.Elements;
    }

    /// <summary>Finds a type by ggml's name, ignoring case (<c>q8_0</c>, <c>Q8_0</c>).</summary>
    public static bool TryParse(string name, out TensorType type)
    {
        for (int i = 0; i < TypeCount; i++)
        {
            if (Blocks[i].Elements != 0 && Names[i].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                type = (TensorType)i;
                return true;
            }
        }

        type = default;
        return false;
    }

    private static Block Of(TensorType type)
    {
        Block[] blocks = Blocks;
        Block block = (uint)type < (uint)blocks.Length ? blocks[(int)type] : default;
        return block.Elements != 0 ? block : throw Unknown(type);
    }

    private static ArgumentOutOfRangeException Unknown(TensorType type) => new(nameof(type), type, "ggml has no such tensor type.");

    private static Block[] BuildTable()
    {
        const int K = 256; // QK_K
        Block[] table = new Block[TypeCount];
        void Add(TensorType type, string name, int elements, int bytes)
        {
            Names[(int)type] = name;
            table[(int)type] = new Block(elements, bytes);
        }

        Add(TensorType.F32, "f32", 1, 4);
        Add(TensorType.F16, "f16", 1, 2);
        Add(TensorType.BF16, "bf16", 1, 2);
        Add(TensorType.F64, "f64", 1, 8);
        Add(TensorType.I8, "i8", 1, 1);
        Add(TensorType.I16, "i16", 1, 2);
        Add(TensorType.I32, "i32", 1, 4);
        Add(TensorType.I64, "i64", 1, 8);
        Add(TensorType.Q4_0, "q4_0", 32, 18);
        Add(TensorType.Q4_1, "q4_1", 32, 20);
        Add(TensorType.Q5_0, "q5_0", 32, 22);
        Add(TensorType.Q5_1, "q5_1", 32, 24);
        Add(TensorType.Q8_0, "q8_0", 32, 34);
        Add(TensorType.Q8_1, "q8_1", 32, 36);
        Add(TensorType.Q2_K, "q2_K", K, 84);
        Add(TensorType.Q3_K, "q3_K", K, 110);
        Add(TensorType.Q4_K, "q4_K", K, 144);
        Add(TensorType.Q5_K, "q5_K", K, 176);
        Add(TensorType.Q6_K, "q6_K", K, 210);
        Add(TensorType.Q8_K, "q8_K", K, 292);
        Add(TensorType.IQ1_S, "iq1_s", K, 50);
        Add(TensorType.IQ1_M, "iq1_m", K, 56);
        Add(TensorType.IQ2_XXS, "iq2_xxs", K, 66);
        Add(TensorType.IQ2_XS, "iq2_xs", K, 74);
        Add(TensorType.IQ2_S, "iq2_s", K, 82);
        Add(TensorType.IQ3_XXS, "iq3_xxs", K, 98);
        Add(TensorType.IQ3_S, "iq3_s", K, 110);
        Add(TensorType.IQ4_NL, "iq4_nl", 32, 18);
        Add(TensorType.IQ4_XS, "iq4_xs", K, 136);
        Add(TensorType.TQ1_0, "tq1_0", K, 54);
        Add(TensorType.TQ2_0, "tq2_0", K, 66);
        Add(TensorType.MXFP4, "mxfp4", 32, 17);
        Add(TensorType.NVFP4, "nvfp4", 64, 36);
        Add(TensorType.Q1_0, "q1_0", 128, 18);
        Add(TensorType.Q2_0, "q2_0", 64, 18);
        return table;
    }
}

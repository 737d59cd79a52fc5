using LocalRig.Formats.Gguf;
using LocalRig.Quantization;

namespace LocalRig.App.Tests.Proof;

/// <summary>A small llama with random weights that the real llama.cpp runs, bytes as its vocabulary.</summary>
internal sealed class RandomModel
{
    private const int Vocabulary = 512;
    private const int Hidden = 3; // times the width

    private int Layers { get; init; }

    private int Width { get; init; }

    private int Heads { get; init; }

    private int KeyHeads => Heads / 2;

    /// <summary>4 layers, 13 million parameters.</summary>
    public static void Write(string path) => new RandomModel { Layers = 4, Width = 512, Heads = 8 }.WriteTo(path);

    /// <summary>2 layers, 2 million parameters, the same vocabulary: what could draft for the other.</summary>
    public static void WriteDraft(string path) => new RandomModel { Layers = 2, Width = 256, Heads = 4 }.WriteTo(path);

    private void WriteTo(string path)
    {
        GgufWriter writer = new();
        writer.Add("general.architecture", GgufValueType.String, "llama").Add("general.name", GgufValueType.String, "random").Add("general.file_type", GgufValueType.UInt32, 1);
        foreach ((string key, int value) in ((string, int)[])
                 [("block_count", Layers), ("context_length", 8192), ("embedding_length", Width), ("feed_forward_length", Width * Hidden), ("vocab_size", Vocabulary), ("attention.head_count", Heads), ("attention.head_count_kv", KeyHeads), ("rope.dimension_count", Width / Heads)])
        {
            writer.Add("llama." + key, GgufValueType.UInt32, value);
        }

        writer.Add("llama.attention.layer_norm_rms_epsilon", GgufValueType.Float32, 1e-5);
        AddVocabulary(writer);
        AddTensors(writer);
        using FileStream file = File.Create(path);
        file.Write(writer.ToArray());
        Fill(file, writer.DataBytes);
    }

    private static void AddVocabulary(GgufWriter writer)
    {
        const int Bytes = 256;
        const int Byte = 6; // llama.h: LLAMA_TOKEN_TYPE_BYTE
        string[] tokens = ["<unk>", "<s>", "</s>", .. Enumerable.Range(0, Bytes).Select(i => $"<0x{i:X2}>"), .. Enumerable.Range(0, Vocabulary - Bytes - 3).Select(i => $"t{i}")];
        writer.Add("tokenizer.ggml.model", GgufValueType.String, "llama");
        writer.AddArray("tokenizer.ggml.tokens", GgufValueType.String, tokens);
        writer.AddArray("tokenizer.ggml.scores", GgufValueType.Float32, tokens.Select((_, i) => -(double)i).ToArray());
        writer.AddArray("tokenizer.ggml.token_type", GgufValueType.Int32, tokens.Select((t, i) => i == 0 ? 2 : i < 3 ? 3 : t.StartsWith('<') ? Byte : 1).ToArray());
        writer.Add("tokenizer.ggml.bos_token_id", GgufValueType.UInt32, 1).Add("tokenizer.ggml.eos_token_id", GgufValueType.UInt32, 2);
    }

    private void AddTensors(GgufWriter writer)
    {
        int keys = Width / Heads * KeyHeads;
        writer.AddTensor("token_embd.weight", TensorType.F16, Width, Vocabulary).AddTensor("output_norm.weight", TensorType.F32, Width).AddTensor("output.weight", TensorType.F16, Width, Vocabulary);
        for (int layer = 0; layer < Layers; layer++)
        {
            foreach ((string name, int rows, int columns) in ((string, int, int)[])
                     [("attn_q", Width, Width), ("attn_k", Width, keys), ("attn_v", Width, keys), ("attn_output", Width, Width), ("ffn_gate", Width, Width * Hidden), ("ffn_up", Width, Width * Hidden), ("ffn_down", Width * Hidden, Width)])
            {
                writer.AddTensor($"blk.{layer}.{name}.weight", TensorType.F16, rows, columns);
            }

            writer.AddTensor($"blk.{layer}.attn_norm.weight", TensorType.F32, Width).AddTensor($"blk.{layer}.ffn_norm.weight", TensorType.F32, Width);
        }
    }

    /// <summary>Halves between -1/16 and 1/16; read as floats, the few norms are small numbers too.</summary>
    private static void Fill(FileStream file, long bytes)
    {
        Random random = new(7);
        byte[] block = new byte[1 << 20];
        for (long left = bytes; left > 0; left -= block.Length)
        {
            for (int i = 0; i < block.Length; i += 2)
            {
                ushort half = BitConverter.HalfToUInt16Bits((Half)((random.NextDouble() - 0.5) / 8));
                (block[i], block[i + 1]) = ((byte)(half & byte.MaxValue), (byte)(half >> 8));
            }

            file.Write(block, 0, (int)Math.Min(left, block.Length));
        }
    }
}

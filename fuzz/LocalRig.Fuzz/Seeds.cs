using System.Buffers.Binary;
using System.Text;
using LocalRig.Formats.Gguf;
using LocalRig.Quantization;
using LocalRig.Questions;

namespace LocalRig.Fuzz;

/// <summary>Sound files to start from.</summary>
internal static class Seeds
{
    public static IReadOnlyList<byte[]> For(string target) => target switch
    {
        "safetensors" => [Safetensors("""{"__metadata__":{"format":"pt"},"w":{"dtype":"BF16","shape":[2,4],"data_offsets":[0,16]},"s":{"dtype":"F8_E4M3","shape":[],"data_offsets":[16,17]}}""", 17)],
        "safetensors-index" => ["""{"metadata":{"total_size":8},"weight_map":{"b":"2.safetensors","a":"1.safetensors"}}"""u8.ToArray()],
        "guide-markdown" =>
        [
            "# Qwen3.5\n\n| hardware | memory | size | quant | note |\n|---|---|---|---|---|\n| RTX 3060, used RTX 3080 10GB | 10–12 GB | 7B–14B | Q4_K_M | comfortable; 14B tight |\n"u8.ToArray(),
            "A 7B runs at ~40–60 tok/s on an RTX 3060. Qwen3.5-27B fits in 24 GB, and needs 20 GB. A used RTX 3090 costs $500–800. Two cards are twice as fast.\n"u8.ToArray(),
        ],
        "guide-json" => ["""{"claims":[{"claim":"memory","device":["RTX 4070","M3 Max"],"memory":"24 GB"},{"claim":"fits","model":"7B","device":"RTX 3060","context":"8k","ease":"tight"}]}"""u8.ToArray()],
        "config-json" =>
        [
            """{"architectures":["Qwen3ForCausalLM"],"model_type":"qwen3","hidden_size":64,"num_hidden_layers":2,"num_attention_heads":4,"num_key_value_heads":2,"head_dim":16,"intermediate_size":128,"vocab_size":100,"max_position_embeddings":4096,"tie_word_embeddings":true}"""u8.ToArray(),
            """{"architectures":["Qwen3_5MoeForConditionalGeneration"],"model_type":"qwen3_5_moe","text_config":{"hidden_size":64,"num_hidden_layers":4,"num_attention_heads":4,"num_key_value_heads":2,"head_dim":16,"num_experts":8,"num_experts_per_tok":2,"moe_intermediate_size":32,"shared_expert_intermediate_size":32,"vocab_size":100,"max_position_embeddings":4096,"linear_conv_kernel_dim":4,"linear_key_head_dim":16,"linear_num_key_heads":2,"linear_value_head_dim":16,"linear_num_value_heads":4,"full_attention_interval":4,"rope_parameters":{"rope_type":"default"}}}"""u8.ToArray(),
        ],
        "rig-words" => [.. ((string[])["2x RTX 3090 + 64GB ddr5-6000", "MacBook Pro M4 Max 128GB", "RTX 3060 12GB, Ryzen 9 5900X and 32 gigs", "dual EPYC 7532 12x64GB 3200", "Ryzen AI MAX+ 395 128GB / 4090 laptop", "gpu:24GB + 4x48GB 6000", "DGX Spark"]).Select(Encoding.UTF8.GetBytes)],
        "model-words" => [.. ((string[])["qwen3.5:27b-q4_K_M", "hf.co/unsloth/Qwen3.5-35B-A3B-GGUF:UD-Q4_K_XL", "Qwen3.5-27B-UD-Q4_K_XL.gguf", "gemma 4 26b", "llama3.1:70b", "https://huggingface.co/Qwen/Qwen3.5-9B"]).Select(Encoding.UTF8.GetBytes)],
        "requests" or "answers" =>
        [
            .. QuestionTable.Names.Select(n => Encoding.UTF8.GetBytes(QuestionTable.Get(n).Example.Replace("{", $$"""{"question":"{{n}}",""", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal))),
            """{"model":"Qwen3.5-9B","rig":{"devices":[{"backend":"cuda","memoryBytes":25769803776,"bandwidthBytesPerSecond":936000000000,"computeCapability":"8.6","multiprocessors":82}],"hostMemoryBytes":68719476736},"ctx":32768,"batch":2048,"ubatch":512,"parallel":4,"margin":1073741824,"depth":100,"promptTokens":200,"tensorSplit":[3,1],"fileBytes":5000000000,"gpuLayers":"auto","nCpuMoe":"all"}"""u8.ToArray(),
            """{"question":"serve","model":"Qwen3.5-27B","rig":"2x rtx-3090","parallel":2}"""u8.ToArray(),
        ],
        "guide-yaml" => ["claims:\n  - claim: speed\n    model: 7B\n    device: [RTX 3060]\n    speed: 40-60 tok/s\n  - {claim: family, family: Qwen3.5, sizes: [3B, 7B]}\n"u8.ToArray()],
        _ => [Gguf(3, ByteOrder.LittleEndian), Gguf(2, ByteOrder.LittleEndian), Gguf(3, ByteOrder.BigEndian)],
    };

    private static byte[] Gguf(int version, ByteOrder order)
    {
        GgufWriter writer = new GgufWriter(version, order)
            .Add("general.architecture", GgufValueType.String, "llama")
            .Add("general.alignment", GgufValueType.UInt32, 32)
            .Add("llama.block_count", GgufValueType.UInt32, 2)
            .Add("llama.rope.freq_base", GgufValueType.Float32, 1e6f)
            .Add("u64", GgufValueType.UInt64, ulong.MaxValue)
            .Add("flag", GgufValueType.Bool, true)
            .Add("split.no", GgufValueType.UInt16, 0)
            .Add("split.count", GgufValueType.UInt16, 1)
            .AddArray("heads", GgufValueType.Int32, (int[])[8, 8])
            .AddArray("tokens", GgufValueType.String, (string[])["<s>", "a", "Ġthe"])
            .AddArray("nested", GgufValueType.Array, ((GgufValueType, System.Collections.ICollection)[])[(GgufValueType.Int8, (int[])[1, 2])])
            .AddTensor("token_embd.weight", TensorType.Q4_K, 256, 3)
            .AddTensor("blk.0.attn_norm.weight", TensorType.F32, 8)
            .AddTensor("blk.0.ffn_up_exps.weight", TensorType.MXFP4, 32, 2, 2);
        byte[] header = writer.ToArray();
        return [.. header, .. new byte[writer.DataBytes]];
    }

    private static byte[] Safetensors(string json, int data)
    {
        byte[] file = new byte[sizeof(long) + Encoding.UTF8.GetByteCount(json) + data];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        Encoding.UTF8.GetBytes(json).CopyTo(file, sizeof(long));
        return file;
    }
}

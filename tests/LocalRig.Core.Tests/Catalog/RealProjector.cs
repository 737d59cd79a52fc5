using System.Globalization;
using System.Text.RegularExpressions;
using LocalRig.Catalog;
using LocalRig.Formats.Gguf;
using LocalRig.Quantization;

namespace LocalRig.Core.Tests.Catalog;

/// <summary>Has the real llama-mtmd-cli load a projector of a known one's shape beside a model of one layer, and reads what it prints. The files
/// have true headers and no data.</summary>
internal static partial class RealProjector
{
    private const int HeadLength = 128;
    private const int Wide = 256;
    private const int Positions = 2304; // 48 x 48, num_position_embeddings of Qwen3-VL's and Qwen3.5's configs

    private static int _files;

    /// <summary>What it printed, in MiB.</summary>
    internal sealed record Printed(double Weights, double Device, double Host);

    public static Printed Load(KnownProjector projector, string cards, params string[] more)
    {
        string file = $"/tmp/localrig-{Environment.ProcessId}-{Interlocked.Increment(ref _files)}-mm";
        try
        {
            WriteModel(file + "-text.gguf", projector.Shape.Outputs * (1 + projector.Shape.Deepstack));
            WriteProjector(file + ".gguf", projector);
            string drawn = cards switch
            {
                "cuda" => "RTX 3090,8,6,82,25757220864",
                "hip" => "RX 7900 XTX,gfx1100,96,25757220864",
                _ => "25757220864,16,2",
            };
            string printed = RealLlama.Run(
                ["--cards", cards, drawn, "llama-mtmd-cli", "-m", file + "-text.gguf", "--mmproj", file + ".gguf", "--image", "/tmp/none.png", "-p", "hi", "-c", "512", "-ngl", "99", "-lv", "4", .. more]);
            return new Printed(Figure(Size(), printed), Figure(OnDevice(), printed), Figure(OnHost(), printed));
        }
        finally
        {
            File.Delete(file + "-text.gguf");
            File.Delete(file + ".gguf");
        }
    }

    private static double Figure(Regex line, string printed) =>
        line.Match(printed) is { Success: true } found
            ? double.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"llama-mtmd-cli printed no {line}: {printed[^Math.Min(800, printed.Length)..]}");

    [GeneratedRegex(@"load_hparams: model size: +([\d.]+)")]
    private static partial Regex Size();

    [GeneratedRegex(@"_compute_meta: +(?!CPU)\S+ compute buffer size = +([\d.]+)")]
    private static partial Regex OnDevice();

    [GeneratedRegex(@"_compute_meta: +CPU compute buffer size = +([\d.]+)")]
    private static partial Regex OnHost();

    /// <summary>A llama of one layer, with a vocabulary of bytes.</summary>
    private static void WriteModel(string path, int width)
    {
        string[] tokens = ["<unk>", "<s>", "</s>", .. Enumerable.Range(0, 256).Select(i => $"<0x{i:X2}>"), "▁"];
        int heads = width / HeadLength;
        GgufWriter file = new GgufWriter()
            .Add("general.architecture", GgufValueType.String, "llama")
            .Add("llama.context_length", GgufValueType.UInt32, 4096L)
            .Add("llama.embedding_length", GgufValueType.UInt32, (long)width)
            .Add("llama.block_count", GgufValueType.UInt32, 1L)
            .Add("llama.feed_forward_length", GgufValueType.UInt32, (long)Wide)
            .Add("llama.attention.head_count", GgufValueType.UInt32, (long)heads)
            .Add("llama.attention.head_count_kv", GgufValueType.UInt32, 1L)
            .Add("llama.attention.layer_norm_rms_epsilon", GgufValueType.Float32, 1e-6)
            .Add("llama.rope.dimension_count", GgufValueType.UInt32, (long)HeadLength)
            .Add("tokenizer.ggml.model", GgufValueType.String, "llama")
            .AddArray("tokenizer.ggml.tokens", GgufValueType.String, tokens)
            .AddArray("tokenizer.ggml.scores", GgufValueType.Float32, tokens.Select(_ => 0f).ToArray())
            .AddArray("tokenizer.ggml.token_type", GgufValueType.Int32, tokens.Select((_, i) => i == 0 ? 2 : i < 3 ? 3 : i < 259 ? 6 : 1).ToArray())
            .Add("tokenizer.ggml.bos_token_id", GgufValueType.UInt32, 1L)
            .Add("tokenizer.ggml.eos_token_id", GgufValueType.UInt32, 2L)
            .Add("tokenizer.chat_template", GgufValueType.String, "{% for m in messages %}{{m.content}}{% endfor %}");
        int all = heads * HeadLength;
        Matrix(file, "token_embd", width, tokens.Length);
        file.AddTensor("output_norm.weight", TensorType.F32, width);
        Matrix(file, "output", width, tokens.Length);
        file.AddTensor("blk.0.attn_norm.weight", TensorType.F32, width).AddTensor("blk.0.ffn_norm.weight", TensorType.F32, width);
        Matrix(file, "blk.0.attn_q", width, all);
        Matrix(file, "blk.0.attn_k", width, HeadLength);
        Matrix(file, "blk.0.attn_v", width, HeadLength);
        Matrix(file, "blk.0.attn_output", all, width);
        Matrix(file, "blk.0.ffn_gate", width, Wide);
        Matrix(file, "blk.0.ffn_up", width, Wide);
        Matrix(file, "blk.0.ffn_down", Wide, width);
        Save(file, path);
    }

    private static void WriteProjector(string path, KnownProjector projector)
    {
        ProjectorShape shape = projector.Shape;
        // Qwen3-VL takes the states of every ninth or sixth layer (deepstack_visual_indexes 8, 16, 24 of 27 layers, 5, 11, 17 of 24).
        int[] deep = shape.Deepstack == 0 ? [] : shape.Layers == 27 ? [8, 16, 24] : [5, 11, 17];
        GgufWriter file = new GgufWriter()
            .Add("general.architecture", GgufValueType.String, "clip")
            .Add("general.type", GgufValueType.String, "mmproj")
            .Add("clip.has_vision_encoder", GgufValueType.Bool, true)
            .Add("clip.projector_type", GgufValueType.String, projector.Kind)
            .Add("clip.use_gelu", GgufValueType.Bool, true)
            .Add("clip.vision.image_size", GgufValueType.UInt32, projector.Kind == "gemma3" ? projector.Side : 768L)
            .Add("clip.vision.patch_size", GgufValueType.UInt32, (long)projector.Patch)
            .Add("clip.vision.embedding_length", GgufValueType.UInt32, (long)shape.Width)
            .Add("clip.vision.feed_forward_length", GgufValueType.UInt32, (long)shape.FeedForward)
            .Add("clip.vision.block_count", GgufValueType.UInt32, (long)shape.Layers)
            .Add("clip.vision.projection_dim", GgufValueType.UInt32, (long)shape.Outputs)
            .Add("clip.vision.attention.head_count", GgufValueType.UInt32, (long)shape.Heads)
            .Add("clip.vision.attention.layer_norm_epsilon", GgufValueType.Float32, 1e-6)
            .AddArray("clip.vision.image_mean", GgufValueType.Float32, new[] { 0.5f, 0.5f, 0.5f })
            .AddArray("clip.vision.image_std", GgufValueType.Float32, new[] { 0.5f, 0.5f, 0.5f })
            .Add("clip.vision.spatial_merge_size", GgufValueType.UInt32, 2L)
            .AddArray("clip.vision.is_deepstack_layers", GgufValueType.Bool, Enumerable.Range(0, shape.Layers).Select(deep.Contains).ToArray());
        // The first convolution is F32 in files of 2026, F16 in older ones.
        TensorType first = projector.Kind == "qwen3vl_merger" && projector.File.Contains("F16", StringComparison.Ordinal) && !projector.File.Contains("BF16", StringComparison.Ordinal) ? TensorType.F16 : TensorType.F32;
        int merged = 4 * shape.Width;
        file.AddTensor("v.patch_embd.weight", first, projector.Patch, projector.Patch, 3, shape.Width).AddTensor("v.patch_embd.bias", TensorType.F32, shape.Width)
            .AddTensor("v.post_ln.weight", TensorType.F32, shape.Width).AddTensor("v.post_ln.bias", TensorType.F32, shape.Width);
        bool gemma = projector.Kind == "gemma3";
        file.AddTensor("v.position_embd.weight", TensorType.F32, shape.Width, gemma ? projector.Patches(projector.Side) : Positions);
        if (gemma)
        {
            Matrix(file, "mm.input_projection", shape.Outputs, shape.Width);
            file.AddTensor("mm.soft_emb_norm.weight", TensorType.F32, shape.Width);
        }
        else
        {
            file.AddTensor("v.patch_embd.weight.1", first, projector.Patch, projector.Patch, 3, shape.Width);
            Linear(file, "mm.0", merged, merged);
            Linear(file, "mm.2", merged, shape.Outputs);
        }

        for (int layer = 0; layer < shape.Layers; layer++)
        {
            string block = $"v.blk.{layer}.";
            foreach (string part in gemma ? ["attn_q", "attn_k", "attn_v"] : (string[])["attn_qkv"])
            {
                Linear(file, block + part, shape.Width, gemma ? shape.Width : 3 * shape.Width);
            }

            Linear(file, block + "attn_out", shape.Width, shape.Width);
            Linear(file, block + "ffn_up", shape.Width, shape.FeedForward);
            Linear(file, block + "ffn_down", shape.FeedForward, shape.Width);
            foreach (string norm in (string[])["ln1", "ln2"])
            {
                file.AddTensor($"{block}{norm}.weight", TensorType.F32, shape.Width).AddTensor($"{block}{norm}.bias", TensorType.F32, shape.Width);
            }
        }

        foreach (int layer in deep)
        {
            string block = $"v.deepstack.{layer}.";
            file.AddTensor($"{block}norm.weight", TensorType.F32, merged).AddTensor($"{block}norm.bias", TensorType.F32, merged);
            Linear(file, block + "fc1", merged, merged);
            Linear(file, block + "fc2", merged, shape.Outputs);
        }

        Save(file, path);
    }

    private static void Matrix(GgufWriter file, string name, int rows, int columns) => file.AddTensor(name + ".weight", TensorType.F16, rows, columns);

    private static void Linear(GgufWriter file, string name, int rows, int columns)
    {
        Matrix(file, name, rows, columns);
        file.AddTensor(name + ".bias", TensorType.F32, columns);
    }

    private static void Save(GgufWriter file, string path)
    {
        using FileStream stream = File.Create(path);
        stream.Write(file.ToArray());
        stream.SetLength(stream.Length + file.DataBytes);
    }
}

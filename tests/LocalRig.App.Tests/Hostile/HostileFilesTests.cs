using LocalRig.App.Tests.Cli;
using LocalRig.App.Tests.Sources;
using LocalRig.Formats.Gguf;
using LocalRig.Quantization;
using Xunit;

namespace LocalRig.App.Tests.Hostile;

/// <summary>Files that llama.cpp refuses, and paths that are no files: exit code 3 and a sentence, never a verdict.</summary>
public sealed class HostileFilesTests : IDisposable
{
    private const int Width = 64;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>What is wrong, told by the key or tensor that is.</summary>
    [Theory]
    [InlineData("blk.0.ffn_down.weight", "ffn")]
    [InlineData("blk.0.attn_k.weight", "kv-heads")]
    [InlineData("blk.0.attn_q.weight", "query")]
    [InlineData("token_embd.weight", "vocabulary")]
    [InlineData("blk.0.attn_v.weight", "missing")]
    [InlineData("blk.1.attn_q.weight", "too-many")]
    [InlineData("blk.0.attn_norm.weight", "whole-numbers")]
    [InlineData("llama.block_count", "layers")]
    [InlineData("no heads", "no-heads")]
    [InlineData("does not name its architecture", "nothing")]
    [InlineData("no tensors", "empty")]
    public async Task A_file_the_engine_refuses_gets_no_verdict(string says, string fault)
    {
        string path = _folder.Write("m.gguf", Llama(fault));
        CommandLine.Answer answer = await CommandLine.RealAsync(["plan", path, "--rig", "rtx-3090"]);
        Assert.Equal((3, ""), (answer.Code, answer.Output));
        Assert.Contains("llama.cpp refuses", answer.Error, StringComparison.Ordinal);
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_file_without_a_fault_is_planned()
    {
        CommandLine.Answer answer = await CommandLine.RealAsync(["plan", _folder.Write("m.gguf", Llama("")), "--rig", "rtx-3090", "--json"]);
        Assert.Equal((0, ""), (answer.Code, answer.Error));
        Assert.Contains("\"exactness\":\"exact\"", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_file_can_still_be_looked_at()
    {
        CommandLine.Answer answer = await CommandLine.RealAsync(["inspect", _folder.Write("m.gguf", Llama("query")), "--json"]);
        Assert.Equal(0, answer.Code);
        Assert.Contains("attn_q.weight' has 96 x 64", answer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    public async Task A_device_is_no_model(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has these.");
        CommandLine.Answer answer = await CommandLine.RealAsync(["plan", path, "--rig", "rtx-3090"]);
        Assert.Equal(3, answer.Code);
        Assert.Contains("a pipe or a device", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_a_file_is_the_file()
    {
        string path = _folder.Write("m.gguf", Llama(""));
        File.CreateSymbolicLink(_folder["link.gguf"], path);
        Assert.Equal(0, (await CommandLine.RealAsync(["plan", _folder["link.gguf"], "--rig", "rtx-3090"])).Code);
    }

    [Fact]
    public void A_file_that_is_cut_while_it_is_read_is_said()
    {
        string path = _folder.Write("m.gguf", Llama(""), 8 << 20);
        using Local.Sources.HeaderFile file = new(path);
        using (FileStream cut = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            cut.SetLength(100);
        }

        Assert.Contains("became shorter", Assert.Throws<Formats.TruncatedModelException>(() => file.Window(0, 1000).Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_a_file_does_not_command_the_terminal()
    {
        byte[] file = Padded(new GgufWriter().Add("general.architecture", GgufValueType.String, "\u001b[2J\u009b31m\u202eEVIL").AddTensor("token_embd.weight", TensorType.F16, Width, 8));
        CommandLine.Answer answer = await CommandLine.RealAsync(["plan", _folder.Write("m.gguf", file), "--rig", "rtx-3090", "--why"]);
        Assert.Contains("EVIL", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(answer.Output + answer.Error, c => (char.IsControl(c) && c != '\n') || c == '\u202e');
        CommandLine.Answer refused = await CommandLine.RealAsync(["plan", "no\u001b[31msuch", "--rig", "rtx-3090"]);
        Assert.DoesNotContain('\u001b', refused.Error);
    }

    [Fact]
    public async Task A_million_tensors_are_read_in_bounds()
    {
        GgufWriter writer = new GgufWriter().Add("general.architecture", GgufValueType.String, "newthing");
        for (int i = 0; i < 1_000_000; i++)
        {
            writer.AddTensor($"t{i}", TensorType.F32, 8);
        }

        string path = _folder.Write("m.gguf", writer.ToArray(), writer.ToArray().Length + writer.DataBytes);
        CommandLine.Answer answer = await CommandLine.RealAsync(["inspect", path, "--json"]);
        Assert.Equal(0, answer.Code);
        Assert.Contains("\"tensors\":1000000", answer.Output, StringComparison.Ordinal);
    }

    /// <summary>A llama of one layer, with one thing wrong.</summary>
    private static byte[] Llama(string fault)
    {
        if (fault == "nothing")
        {
            return new GgufWriter().ToArray();
        }

        GgufWriter writer = new GgufWriter()
            .Add("general.architecture", GgufValueType.String, "llama")
            .Add("llama.block_count", GgufValueType.UInt32, fault == "layers" ? 1_000_000_000 : 1)
            .Add("llama.context_length", GgufValueType.UInt32, 4096)
            .Add("llama.embedding_length", GgufValueType.UInt32, Width)
            .Add("llama.feed_forward_length", GgufValueType.UInt32, fault == "ffn" ? 1 << 20 : 2 * Width)
            .Add("llama.attention.head_count", GgufValueType.UInt32, fault == "no-heads" ? 0 : 4)
            .Add("llama.attention.head_count_kv", GgufValueType.UInt32, fault == "kv-heads" ? 4 : 2)
            .Add("llama.attention.layer_norm_rms_epsilon", GgufValueType.Float32, 1e-5)
            .Add("llama.vocab_size", GgufValueType.UInt32, fault == "vocabulary" ? 12 : 8);
        if (fault == "empty")
        {
            return writer.ToArray();
        }

        writer.AddTensor("token_embd.weight", TensorType.F16, Width, 8).AddTensor("output_norm.weight", TensorType.F32, Width);
        Layer(writer, "blk.0.", fault);
        if (fault == "too-many")
        {
            writer.AddTensor("blk.1.attn_q.weight", TensorType.F16, Width, Width);
        }

        return Padded(writer);
    }

    private static void Layer(GgufWriter writer, string layer, string fault)
    {
        writer.AddTensor(layer + "attn_norm.weight", fault == "whole-numbers" ? TensorType.I32 : TensorType.F32, Width)
            .AddTensor(layer + "attn_q.weight", TensorType.F16, fault == "query" ? 96 : Width, Width)
            .AddTensor(layer + "attn_k.weight", TensorType.F16, Width, Width / 2);
        if (fault != "missing")
        {
            writer.AddTensor(layer + "attn_v.weight", TensorType.F16, Width, Width / 2);
        }

        writer.AddTensor(layer + "attn_output.weight", TensorType.F16, Width, Width)
            .AddTensor(layer + "ffn_norm.weight", TensorType.F32, Width)
            .AddTensor(layer + "ffn_gate.weight", TensorType.F16, Width, 2 * Width)
            .AddTensor(layer + "ffn_up.weight", TensorType.F16, Width, 2 * Width)
            .AddTensor(layer + "ffn_down.weight", TensorType.F16, 2 * Width, Width);
    }

    private static byte[] Padded(GgufWriter writer) => [.. writer.ToArray(), .. new byte[writer.DataBytes]];
}

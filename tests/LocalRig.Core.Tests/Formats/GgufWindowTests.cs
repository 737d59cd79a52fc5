using System.Collections.Immutable;
using LocalRig.Formats;
using LocalRig.Formats.Gguf;
using LocalRig.Quantization;
using Xunit;

namespace LocalRig.Core.Tests.Formats;

/// <summary>A header read part after part says what it says read as a whole, wherever the parts end.</summary>
public sealed class GgufWindowTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(4096)]
    public void Parts_of_any_size_make_the_same_header(int more)
    {
        byte[] file = Sample();
        GgufHeader whole = GgufReader.Read(file);
        GgufHeader parts = GgufReader.Read(Window(file, more), file.Length);
        Assert.Equal(whole.Tensors.AsEnumerable(), parts.Tensors.AsEnumerable());
        Assert.Equal((whole.HeaderBytes, whole.DataOffset, whole.Alignment), (parts.HeaderBytes, parts.DataOffset, parts.Alignment));
        Assert.Equal(whole.Metadata.Values.Keys, parts.Metadata.Values.Keys);
        Assert.All(whole.Metadata.Values, v => Assert.Equal(Plain(v.Value), Plain(parts.Metadata.Values[v.Key])));
    }

    /// <summary>Every cut and every changed byte is refused, or read, alike.</summary>
    [Fact]
    public void Damage_is_told_alike()
    {
        byte[] file = Sample();
        Random random = new(5);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = i % 2 == 0 ? file[..random.Next(file.Length)] : [.. file];
            if (i % 2 == 1)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            Assert.Equal(Told(() => GgufReader.Read(damaged)), Told(() => GgufReader.Read(Window(damaged, random.Next(100)), damaged.Length)));
        }
    }

    /// <summary>Texts and numbers nobody looks at are passed over without their bytes being asked for.</summary>
    [Fact]
    public void What_is_passed_over_is_not_fetched()
    {
        byte[] file = new GgufWriter()
            .Add("general.architecture", GgufValueType.String, "llama")
            .AddArray("scores", GgufValueType.Float32, Enumerable.Range(0, 100_000).Select(n => (double)n).ToArray())
            .AddArray("texts", GgufValueType.String, (string[])[new string('a', 100_000), "b"])
            .ToArray();
        long fetched = 0;
        HeaderWindow window = Window(file, 0);
        GgufReader.Read((at, count) => { fetched += count; return window(at, count); }, file.Length);
        Assert.InRange(fetched, 1, 1000);
    }

    private static HeaderWindow Window(byte[] file, int more) => (at, count) => file.AsSpan((int)at, (int)Math.Min(count + more, file.Length - at));

    private static string Told(Func<GgufHeader> read)
    {
        try
        {
            GgufHeader header = read();
            return $"{header.HeaderBytes} {header.Tensors.Length} {string.Join(' ', header.Metadata.Values.Keys)}";
        }
        catch (ModelFormatException e)
        {
            return $"{e.GetType().Name} {e.Message}";
        }
    }

    private static object Plain(object value) => value switch { ImmutableArray<long> a => a.ToArray(), ImmutableArray<double> a => a.ToArray(), ImmutableArray<string> a => a.ToArray(), _ => value };

    private static byte[] Sample()
    {
        GgufWriter writer = new GgufWriter()
            .Add("general.architecture", GgufValueType.String, "llama")
            .Add("llama.block_count", GgufValueType.UInt32, 2)
            .Add("flag", GgufValueType.Bool, true)
            .Add("number", GgufValueType.Float64, 2.5)
            .AddArray("heads", GgufValueType.Int32, (int[])[8, 8])
            .AddArray("tokenizer.ggml.tokens", GgufValueType.String, Enumerable.Range(0, 2000).Select(i => $"token{i}").ToArray())
            .AddArray("scores", GgufValueType.Float32, Enumerable.Range(0, 2000).Select(n => (double)n).ToArray())
            .AddTensor("token_embd.weight", TensorType.Q4_K, 256, 3)
            .AddTensor("blk.0.attn_norm.weight", TensorType.F32, 8);
        return [.. writer.ToArray(), .. new byte[writer.DataBytes]];
    }
}

using LocalRig.Formats;
using LocalRig.Formats.Gguf;
using LocalRig.Quantization;
using Xunit;

namespace LocalRig.Core.Tests.Formats;

public class GgufSplitTests
{
    [Theory]
    [InlineData("m-00002-of-00004.gguf", true, "m", 2, 4)]
    [InlineData("a/b-Q4_K_M-00001-of-00012.gguf", true, "a/b-Q4_K_M", 1, 12)]
    [InlineData("m-00005-of-00004.gguf", false, "", 0, 0)]
    [InlineData("m-00000-of-00004.gguf", false, "", 0, 0)]
    [InlineData("m-0001-of-0004.gguf", false, "", 0, 0)]
    [InlineData("-00001-of-00002.gguf", false, "", 0, 0)]
    [InlineData("m.gguf", false, "", 0, 0)]
    public void A_part_is_known_by_its_name(string name, bool isPart, string prefix, int number, int count)
    {
        Assert.Equal(isPart, GgufSplit.TryParseName(name, out string p, out int n, out int c));
        if (isPart)
        {
            Assert.Equal((prefix, number, count), (p, n, c));
            Assert.Equal(name, GgufSplit.AllParts(name)[number - 1]);
            Assert.Equal(count, GgufSplit.AllParts(name).Count);
        }
        else
        {
            Assert.Equal([name], GgufSplit.AllParts(name));
        }
    }

    [Fact]
    public void Parts_in_order_make_a_model()
    {
        GgufModel model = GgufModel.Merge([Part(0, 3, total: 3), Part(1, 3), Part(2, 3)]);

        Assert.Equal([("t0", 0), ("t1", 1), ("t2", 2)], model.Tensors.Select(t => (t.Name, t.Part)));
    }

    [Fact]
    public void A_whole_file_is_a_model()
    {
        GgufModel model = GgufModel.Merge(GgufReader.Read(new GgufWriter().AddTensor("t", TensorType.F32).ToArray(), new GgufReadOptions { RequireData = false }));

        Assert.Equal("t", Assert.Single(model.Tensors).Name);
    }

    [Fact]
    public void Parts_that_do_not_belong_together_are_refused()
    {
        Refused("name the first part", Part(1, 2), Part(0, 2));
        Refused("3 parts, 2 are here", Part(0, 3), Part(1, 3));
        Refused("says it is part 1 of 2", Part(0, 2), Part(0, 2));
        Refused("says it is part 2 of 3", Part(0, 2), Part(1, 3));
        Refused("should hold 9 tensors together but hold 2", Part(0, 2, total: 9), Part(1, 2));
        Refused("occurs in two parts", Part(0, 2), Part(1, 2, name: "t0"));
    }

    private static void Refused(string words, params GgufHeader[] parts) =>
        Assert.Contains(words, Assert.Throws<SplitModelException>(() => GgufModel.Merge(parts)).Message, StringComparison.Ordinal);

    private static GgufHeader Part(int number, int count, int? total = null, string? name = null)
    {
        GgufWriter writer = new GgufWriter()
            .Add("split.no", GgufValueType.UInt16, number)
            .Add("split.count", GgufValueType.UInt16, count)
            .AddTensor(name ?? $"t{number}", TensorType.F32, 4);
        if (total is int n)
        {
            writer.Add("split.tensors.count", GgufValueType.Int32, n);
        }

        return GgufReader.Read(writer.ToArray(), new GgufReadOptions { RequireData = false });
    }
}

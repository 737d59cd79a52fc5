using System.Text.Json;
using LocalRig.Cli.Commands;
using LocalRig.Contract;
using LocalRig.Core.Tests.Planning;
using LocalRig.Quantization;
using LocalRig.Questions;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class CompareTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Two_models(int width)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["compare", "dense -c 16k", "experts", "--depth", "1k"], width: width, rig: Samples.Rig(3));
        Assert.Equal("", answer.Error);
        Assert.All(answer.Output.Split('\n'), l => Assert.InRange(l.TrimEnd().Length, 0, width));
        Golden.Matches(answer.Output, $"compare-{width}");
    }

    [Fact]
    public async Task The_same_twice_has_no_difference()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["compare", "dense", "dense", "--json"]);
        JsonElement comparison = JsonDocument.Parse(answer.Output).RootElement;
        Assert.DoesNotContain(comparison.GetProperty("rows").EnumerateArray(), r => r.GetProperty("differs").GetBoolean());
        Assert.Equal("They agree in every figure.", comparison.GetProperty("conclusion").GetString());
    }

    [Fact]
    public void A_side_without_a_model_is_the_other_with_changes()
    {
        (PlanRequest a, PlanRequest b) = Sides("Qwen3.5-9B --quant Q6_K -c 4k", "-ctk q8_0 -ctv q8_0", null);
        Assert.Equal(("Qwen3.5-9B", "Q6_K", 4096), (b.Model, b.Quant, b.Question.Workload.Context));
        Assert.Equal(TensorType.Q8_0, b.Question.Workload.CacheTypeK);
        Assert.Equal(TensorType.F16, a.Question.Workload.CacheTypeK);
    }

    [Fact]
    public void Bare_words_are_models_rigs_or_quantizations()
    {
        (PlanRequest a, PlanRequest b) = Sides("rtx-3090", "2xrtx-3060-12-gb", "Qwen3.5-9B");
        Assert.Equal(new NamedRig("rtx-3090"), a.Rig);
        Assert.Equal(new NamedRig("2xrtx-3060-12-gb"), b.Rig);
        Assert.Equal("Qwen3.5-9B", a.Model);
        (a, b) = Sides("Q4_K_M", "Q8_0", "Qwen3.5-9B");
        Assert.Equal(("Q4_K_M", "Q8_0"), (a.Quant, b.Quant));
    }

    [Theory]
    [InlineData("rtx-3090", "rtx-4090")]
    [InlineData("", "dense")]
    [InlineData("dense --nope", "dense")]
    [InlineData("dense -c many", "dense")]
    [InlineData("dense", "nosuchthing")]
    [InlineData("dense", "dense extra words")]
    public async Task Silly_input_is_one_sentence(string a, string b)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["compare", a, b]);
        Assert.InRange(answer.Code, 2, 4);
        Assert.Single(answer.Error.TrimEnd().Split('\n'));
        Assert.Equal("", answer.Output);
    }

    [Fact]
    public void A_mistyped_rig_is_looked_up_as_one()
    {
        (PlanRequest a, _) = Sides("rtx-309", "rtx-4090", "Qwen3.5-9B");
        Assert.Equal(new NamedRig("rtx-309"), a.Rig);
    }

    [Fact]
    public async Task One_side_alone_is_refused()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["compare", "dense"]);
        Assert.Equal(2, answer.Code);
    }

    private static (PlanRequest A, PlanRequest B) Sides(string first, string second, string? model)
    {
        using Inquiry inquiry = new(new Desk(), Limits.None, CancellationToken.None);
        CompareRequest request = new() { First = new ComparedRequest(first), Second = new ComparedRequest(second), Common = new PlanRequest { Model = model ?? "" } };
        return AskCompare.Sides(request, inquiry);
    }
}

using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Questions;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Contract;

public class RequestTests
{
    private static PlanRequest FromTexts(params (string Field, string Where, string Text)[] values) =>
        PlanFields.Reader.FromTexts(values.Select(v => new GivenField(PlanFields.Reader.Find(v.Field)!, v.Where, v.Text)).Prepend(new GivenField(PlanFields.Reader.Find("model")!, "model", "m.gguf")));

    private static string Message(string json) => Assert.Throws<RequestException>(() => PlanFields.Reader.FromJson(json)).Combined.Message;

    [Theory]
    [InlineData("8192", 8192)]
    [InlineData("8k", 8192)]
    [InlineData("128K", 131072)]
    [InlineData("1m", 1048576)]
    [InlineData("0.5k", 512)]
    public void Friendly_numbers_of_tokens(string text, int tokens) =>
        Assert.Equal(tokens, FromTexts(("ctx", "-c", text)).Question.Workload.Context);

    [Theory]
    [InlineData("16541064192", 16541064192)]
    [InlineData("24GB", 24_000_000_000)]
    [InlineData("24 GiB", 25_769_803_776)]
    [InlineData("1.5GiB", 1_610_612_736)]
    public void Friendly_sizes(string text, long bytes) =>
        Assert.Equal(bytes, FromTexts(("fileBytes", "--file-bytes", text)).Question.FileBytes!.Value.Bytes);

    [Fact]
    public void A_wrong_number_says_what_to_write()
    {
        RequestException wrong = Assert.Throws<RequestException>(() => FromTexts(("ctx", "-c", "12x")));
        Assert.Equal("`-c 12x`: not a number of tokens; write 8192 or 8k.", wrong.Combined.Message);
        Assert.Equal("-c", wrong.Combined.Where);
        Assert.Equal(2, wrong.Combined.Code.ExitCode());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("9999999999")]
    [InlineData("k")]
    [InlineData("")]
    [InlineData("8kk")]
    public void Impossible_contexts_are_refused(string text) => Assert.Throws<RequestException>(() => FromTexts(("ctx", "-c", text)));

    [Fact]
    public void All_problems_come_at_once()
    {
        string message = Message("""{"model":"m","ctx":true,"parallel":0,"cacheTypeK":"q9","cxt":1}""");
        Assert.Contains("`ctx` is true: not a number of tokens", message);
        Assert.Contains("`parallel` is 0: too small for a number of sequences; the least is 1", message);
        Assert.Contains("`cacheTypeK` is \"q9\": not a cache type; write f16, q8_0,", message);
        Assert.Contains("`cxt` is not a field of a request. Did you mean `ctx`?", message);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"model":""}""")]
    [InlineData("""{"model":7}""")]
    [InlineData("""{"model":"m","rig":7}""")]
    [InlineData("""{"model":"m","rig":{}}""")]
    [InlineData("""{"model":"m","rig":{"devices":[{}],"hostMemoryBytes":1}}""")]
    [InlineData("""{"model":"m","rig":{"devices":[7],"hostMemoryBytes":1}}""")]
    [InlineData("""{"model":"m","rig":{"devices":[],"hostMemoryBytes":-1}}""")]
    [InlineData("""{"model":"m","tensorSplit":["a"]}""")]
    [InlineData("""{"model":"m","tensorSplit":[0,0]}""")]
    [InlineData("""{"model":"m","mmap":"maybe"}""")]
    public void Wrong_requests_are_refused_in_a_sentence(string json)
    {
        string message = Message(json);
        Assert.EndsWith(".", message);
        Assert.DoesNotContain("Exception", message);
    }

    [Fact]
    public void Json_and_command_line_mean_the_same()
    {
        PlanRequest json = PlanFields.Reader.FromJson(
            """{"model":"m.gguf","ctx":131072,"batch":1024,"ubatch":256,"parallel":4,"kvUnified":true,"cacheTypeK":"q8_0","flashAttention":"on","gpuLayers":24,"nCpuMoe":"auto","splitMode":"none","tensorSplit":[3,1],"kvOffload":false,"opOffload":false,"mmap":false,"outputs":"batch","depth":0}""");
        PlanRequest line = FromTexts(
            ("ctx", "-c", "128k"), ("batch", "-b", "1k"), ("ubatch", "-ub", "256"), ("parallel", "-np", "4"), ("kvUnified", "-kvu", "true"),
            ("cacheTypeK", "-ctk", "q8_0"), ("flashAttention", "-fa", "on"), ("gpuLayers", "-ngl", "24"), ("nCpuMoe", "-ncmoe", "auto"),
            ("splitMode", "-sm", "none"), ("tensorSplit", "-ts", "3,1"), ("kvOffload", "-nkvo", "false"), ("opOffload", "-nopo", "false"),
            ("mmap", "--no-mmap", "false"), ("outputs", "--outputs", "batch"), ("depth", "--depth", "0"));
        Assert.Equal(json.Question.Workload, line.Question.Workload);
        Assert.Equal(json.Question.Placement.Fixed.TensorSplit, line.Question.Placement.Fixed.TensorSplit);
        PlanRequest Unsplit(PlanRequest r) => r.WithFixed(p => p with { TensorSplit = [] });
        Assert.Equal(Unsplit(json).Question, Unsplit(line).Question);
        Assert.Equal(1024, json.Question.Workload.Outputs);
    }

    [Fact]
    public void A_rig_can_be_spelled_out()
    {
        PlanRequest request = PlanFields.Reader.FromJson(
            """{"model":"m","rig":{"devices":[{"name":"gpu0","backend":"cuda","model":"RTX 4090","computeCapability":"8.9","multiprocessors":128,"memoryBytes":25757220864}],"hostMemoryBytes":4398046511104}}""");
        Device device = Assert.Single(Assert.IsType<DescribedRig>(request.Rig).Rig.Devices);
        Assert.Equal(89, device.ComputeCapability);
        Assert.Equal(128, device.Multiprocessors);
        Assert.Equal(25757220864, device.Memory.Bytes);
    }

    [Fact]
    public void Defaults_are_the_contracts()
    {
        PlanRequest request = PlanFields.Reader.FromJson("""{"model":"m"}""");
        Assert.Equal(new Workload(), request.Question.Workload);
        Assert.Equal((8192, 2048, 512, 1), (request.Question.Workload.Context, request.Question.Workload.Batch, request.Question.Workload.Microbatch, request.Question.Workload.Parallel));
        Assert.Equal(TensorType.F16, request.Question.Workload.CacheTypeK);
        Assert.True(request.Question.Placement.GpuLayers.IsAuto);
        Assert.True(request.Question.Placement.ChoosesExperts);
        Assert.Equal(4096, request.Question.EffectiveDepth);
        Assert.Equal(PlanQuestion.DefaultPromptTokens, request.Question.EffectivePromptTokens);
    }

    [Fact]
    public void Every_option_has_one_meaning()
    {
        List<string> names = [.. PlanFields.All.SelectMany(f => f.Options).SelectMany(o => o.Names)];
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(PlanFields.All, f => Assert.NotEmpty(f.Help));
    }
}

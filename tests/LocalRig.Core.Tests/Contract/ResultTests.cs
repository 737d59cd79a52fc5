using System.Text.Json;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Core.Tests.Planning;
using LocalRig.Planning;
using Xunit;

namespace LocalRig.Core.Tests.Contract;

public class ResultTests
{
    private static JsonElement Result(PlanQuestion? question = null, params double[] gibibytes)
    {
        MemoryPlan plan = new Planner(new PlainEngine()).Plan(Samples.Model(), question ?? new(), Samples.Rig(gibibytes));
        return JsonDocument.Parse(PlanJson.Shape.Text(plan)).RootElement;
    }

    [Fact]
    public void Result_has_the_contracts_fields()
    {
        JsonElement result = Result(null, 8);
        string[] top = ["model", "quantization", "engine", "workload", "placement", "devices", "exactness", "verdict", "maxContext", "throughput", "because", "commands"];
        Assert.All(top, name => Assert.True(result.TryGetProperty(name, out _), name));
        string[] device =
        [
            "name", "backend", "weightsBytes", "kvCacheBytes", "recurrentStateBytes", "computeBytes", "outputBytes", "runtimeBytes", "totalBytes",
            "capacityBytes", "usableBytes", "headroomBytes",
        ];
        Assert.All(result.GetProperty("devices").EnumerateArray(), d => Assert.All(device, name => Assert.True(d.TryGetProperty(name, out _), name)));
    }

    [Fact]
    public void Parts_of_a_device_sum_to_its_total()
    {
        foreach (JsonElement device in Result(null, 8, 8).GetProperty("devices").EnumerateArray())
        {
            long Part(string name) => device.GetProperty(name).GetInt64();
            long sum = Part("weightsBytes") + Part("kvCacheBytes") + Part("recurrentStateBytes") + Part("computeBytes") + Part("outputBytes") + Part("runtimeBytes");
            Assert.Equal(Part("totalBytes"), sum);
            Assert.Equal(Part("headroomBytes"), Part("usableBytes") - sum);
        }
    }

    [Fact]
    public void Weights_sum_to_the_tensors_over_any_split()
    {
        JsonElement result = Result(new PlanQuestion { Placement = new() { GpuLayers = LayerChoice.Of(5) } }, 8, 4);
        long weights = result.GetProperty("devices").EnumerateArray().Sum(d => d.GetProperty("weightsBytes").GetInt64());
        Assert.Equal(result.GetProperty("quantization").GetProperty("tensorBytes").GetInt64(), weights);
    }

    [Fact]
    public void Workload_repeats_the_request_with_defaults_filled_in()
    {
        JsonElement workload = Result(null, 8).GetProperty("workload");
        Assert.Equal(8192, workload.GetProperty("ctx").GetInt32());
        Assert.Equal("auto", workload.GetProperty("gpuLayers").GetString());
        Assert.Equal("f16", workload.GetProperty("cacheTypeV").GetString());
        Assert.Equal(4096, workload.GetProperty("depth").GetInt32());
    }

    [Fact]
    public void Command_starts_what_was_planned()
    {
        PlanQuestion question = new() { Placement = new() { GpuLayers = LayerChoice.Of(5) } };
        string command = Result(question, 8).GetProperty("commands").GetProperty("llama-server").GetString()!;
        Assert.StartsWith("llama-server -m ", command);
        Assert.Contains(" -c 8192 ", command);
        Assert.Contains(" -ngl 5", command);
    }

    [Fact]
    public void Error_is_one_object()
    {
        string json = ProblemJson.Shape.Text(new Problem(ErrorCode.ModelNotFound, "There is no \"x\".", "Try y.", "x"));
        Assert.Equal("""{"error":{"code":"model-not-found","message":"There is no \"x\".","hint":"Try y.","where":"x"}}""", json);
    }
}

using System.Text.Json;
using LocalRig.Questions;
using Xunit;

namespace LocalRig.App.Tests.Questions;

/// <summary>A machine spelled out as an object, as a page takes it from <c>rig</c>.</summary>
public sealed class SpelledMachineTests
{
    [Fact]
    public async Task A_device_with_its_catalogue_id_is_planned_like_its_name()
    {
        const string Spelled = """{"devices":[{"id":"rtx-3090","name":"gpu0","backend":"cuda","memoryBytes":25769803776}],"hostMemoryBytes":68719476736}""";
        Assert.Equal(await PartsAsync("\"rtx-3090 + 64GB\""), await PartsAsync(Spelled));
    }

    [Fact]
    public async Task What_others_hold_of_a_card_is_left_out()
    {
        const string Spelled = """{"devices":[{"id":"rtx-3090","name":"gpu0","backend":"cuda","memoryBytes":25769803776,"usableBytes":20000000000}],"hostMemoryBytes":68719476736}""";
        using JsonDocument plan = JsonDocument.Parse(await AskAsync(Spelled));
        Assert.Equal(20_000_000_000, plan.RootElement.GetProperty("devices")[0].GetProperty("usableBytes").GetInt64());
    }

    [Theory]
    [InlineData("\"usableBytes\":-1", "usableBytes is not a size")]
    [InlineData("\"bandwidthBytesPerSecond\":-1", "bandwidthBytesPerSecond is out of range")]
    public async Task What_makes_no_sense_is_refused(string field, string says)
    {
        string answer = await AskAsync($$$"""{"devices":[{"name":"gpu0","backend":"cuda","memoryBytes":25769803776,{{{field}}}}],"hostMemoryBytes":68719476736}""");
        Assert.Contains(says, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hosts_bandwidth_may_be_given()
    {
        using JsonDocument plan = JsonDocument.Parse(await AskAsync("""{"devices":[],"hostMemoryBytes":68719476736,"hostBandwidthBytesPerSecond":90000000000}"""));
        Assert.True(plan.RootElement.TryGetProperty("throughput", out _));
    }

    private static async Task<string> PartsAsync(string rig)
    {
        using JsonDocument plan = JsonDocument.Parse(await AskAsync(rig));
        return plan.RootElement.GetProperty("devices").GetRawText() + plan.RootElement.GetProperty("throughput").GetRawText();
    }

    private static Task<string> AskAsync(string rig) =>
        new Desk().AskAsync("plan", $$"""{"model":"Qwen3.5-9B","quant":"Q4_K_M","rig":{{rig}}}""", cancellation: TestContext.Current.CancellationToken);
}

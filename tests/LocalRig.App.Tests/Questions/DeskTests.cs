using System.Text.Json;
using LocalRig.App.Tests.Sources;
using LocalRig.Contract;
using LocalRig.Core.Tests.Planning;
using LocalRig.Engines;
using LocalRig.Local.Desks;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Questions;
using LocalRig.Rigs;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.App.Tests.Questions;

/// <summary>A desk that many ask: bounded memory, changed files, limits, stopping.</summary>
public class DeskTests
{
    [Fact]
    public async Task A_file_that_appeared_or_changed_is_read_anew()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "model.gguf");
        Desk desk = NativeDesk.Make();
        string request = $$"""{"model":{{JsonSerializer.Serialize(path)}}}""";
        Assert.Contains("model-not-found", await AskAsync(desk, "inspect", request), StringComparison.Ordinal);
        File.WriteAllBytes(path, Sources.SampleModels.Gguf());
        string first = await AskAsync(desk, "inspect", request);
        Assert.DoesNotContain("error", first, StringComparison.Ordinal);
        Assert.Equal(first, await AskAsync(desk, "inspect", request));
        Assert.Equal(0, desk.Memory.Reread);
        File.WriteAllBytes(path, Sources.SampleModels.Gguf(vocabulary: 4000));
        Assert.NotEqual(first, await AskAsync(desk, "inspect", request));
        Assert.Equal(1, desk.Memory.Reread);
    }

    [Fact]
    public async Task What_it_remembers_stays_below_its_bound()
    {
        const long Most = 1 << 20;
        Desk desk = new() { MemoryBytes = Most };
        foreach (string quant in (string[])["Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M", "Q3_K_M", "Q2_K", "IQ4_XS"])
        {
            foreach (string model in (string[])["Qwen3.5-27B", "Qwen3.5-9B", "Llama-3.1-8B"])
            {
                await AskAsync(desk, "plan", $$"""{"model":"{{model}}","quant":"{{quant}}","rig":"rtx-3090"}""");
                Assert.InRange(desk.Memory.Bytes, 1, Most);
            }
        }

        Assert.InRange(desk.Memory.Models, 1, 20);
    }

    [Fact]
    public async Task Many_askers_get_what_one_gets()
    {
        Desk desk = new();
        string[] requests = [.. Enumerable.Range(1, 8).Select(i => $$"""{"model":"Qwen3.5-9B","rig":"rtx-3090","ctx":{{4096 * i}}}""")];
        string[] alone = await Task.WhenAll(requests.Select(r => AskAsync(new Desk(), "plan", r)));
        string[] together = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => AskAsync(desk, "plan", requests[i % 8]))));
        Assert.All(together.Index(), t => Assert.Equal(alone[t.Index % 8], t.Item));
    }

    [Fact]
    public async Task Several_askers_of_one_file_wait_for_one_reading_and_a_failure_is_forgotten()
    {
        SlowFiles files = new();
        Desk desk = new() { Files = files, Engines = new EngineProfiles(new PlainEngine()) };
        Task<string>[] asked = [.. Enumerable.Range(0, 5).Select(_ => AskAsync(desk, "inspect", """{"model":"slow"}"""))];
        files.Fail = true;
        files.Go.SetResult();
        Assert.All(await Task.WhenAll(asked), a => Assert.Contains("model-unreadable", a, StringComparison.Ordinal));
        Assert.Equal(1, files.Opened);
        files.Fail = false;
        Assert.DoesNotContain("error", await AskAsync(desk, "inspect", """{"model":"slow"}"""), StringComparison.Ordinal);
        Assert.Equal(2, files.Opened);
    }

    [Fact]
    public async Task A_reading_that_nobody_waits_for_is_stopped()
    {
        SlowFiles files = new();
        Desk desk = new() { Files = files };
        using CancellationTokenSource stop = new();
        Task<string> asked = desk.AskAsync("inspect", """{"model":"slow"}""", cancellation: stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await files.Stopped.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(0, desk.Memory.Models);
    }

    [Theory]
    [InlineData("survey", """{"rig":"rtx-3090"}""")]
    [InlineData("match", """{"tiers":true}""")]
    [InlineData("levers", """{"model":"Qwen3.5-27B","rig":"rtx-4080"}""")]
    [InlineData("needs", """{"model":"Qwen3.5-27B"}""")]
    [InlineData("buy", """{"budget":3000}""")]
    public async Task An_answer_that_takes_too_long_is_a_limit_in_words(string question, string request)
    {
        string answer = await new Desk().AskAsync(question, request, new Limits { Time = TimeSpan.FromMilliseconds(1) }, TestContext.Current.CancellationToken);
        JsonElement error = JsonDocument.Parse(answer).RootElement.GetProperty("error");
        Assert.Equal("limit", error.GetProperty("code").GetString());
        Assert.Contains("took longer than", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_reaches_the_work_itself()
    {
        CountingEngine engine = new();
        Desk desk = new() { Engines = new EngineProfiles(engine) };
        using CancellationTokenSource stop = new();
        engine.Asked = () => stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => desk.AskAsync("survey", """{"rig":"rtx-3090"}""", cancellation: stop.Token));
        Assert.InRange(engine.Times, 1, 2 * Environment.ProcessorCount);
    }

    [Theory]
    [InlineData("plan", """{"model":"Qwen3.5-9B","rig":"8x rtx-3090"}""", "8 devices")]
    [InlineData("serve", """{"model":"Qwen3.5-9B","rig":"2 nodes of 4x rtx-3090 over 10gbe"}""", "8 devices")]
    [InlineData("match", """{"rig":["rtx-3090","5x rtx-3090"]}""", "5 devices")]
    public async Task A_rig_larger_than_the_limit_is_refused(string question, string request, string says)
    {
        string answer = await new Desk { Limits = new Limits { Devices = 4 } }.AskAsync(question, request, cancellation: TestContext.Current.CancellationToken);
        Assert.Contains("\"code\":\"limit\"", answer, StringComparison.Ordinal);
        Assert.Contains(says, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_longer_than_the_limit_answers_what_it_may_and_says_so()
    {
        StringWriter output = new();
        string lines = string.Join('\n', Enumerable.Repeat("""{"question":"models","filter":"qwen3.5"}""", 5));
        await Batch.RunAsync(new Desk(), new StringReader(lines), output, "plan", [], new Limits { Lines = 3, Characters = 100 }, TestContext.Current.CancellationToken);
        string[] answers = output.ToString().TrimEnd().Split('\n');
        Assert.Equal(4, answers.Length);
        Assert.All(answers[..3], a => Assert.StartsWith("[", a));
        Assert.Contains("\"code\":\"limit\"", answers[3], StringComparison.Ordinal);
        Assert.Contains("\"code\":\"limit\"", await new Desk().AskAsync("models", "{\"filter\":\"" + new string('x', 200) + "\"}", new Limits { Characters = 100 }, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static Task<string> AskAsync(Desk desk, string question, string request) => desk.AskAsync(question, request, cancellation: TestContext.Current.CancellationToken);

    private sealed class SlowFiles : IModelFiles
    {
        public TaskCompletionSource Go { get; } = new();

        public TaskCompletionSource Stopped { get; } = new();

        public bool Fail { get; set; }

        public int Opened { get; private set; }

        public bool IsLocation(string model) => model == "slow";

        public bool IsHere(string model) => IsLocation(model);

        public string? Stamp(string location) => "";

        public async Task<Model> OpenAsync(string location, string? quant, CancellationToken cancellation)
        {
            Opened++;
            try
            {
                await Go.Task.WaitAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                Stopped.SetResult();
                throw;
            }

            return Fail ? throw new RequestException(new Problem(ErrorCode.ModelUnreadable, "It can't be read.", "", location)) : Samples.Model();
        }
    }

    private sealed class CountingEngine : IEngine
    {
        private readonly PlainEngine _plain = new();
        private int _times;

        public Action Asked { get; set; } = () => { };

        public int Times => _times;

        public string Name => _plain.Name;

        public EngineAllocation Allocate(Model model, Workload workload, Placement placement, Rig rig)
        {
            Interlocked.Increment(ref _times);
            Asked();
            return _plain.Allocate(model, workload, placement, rig);
        }
    }
}

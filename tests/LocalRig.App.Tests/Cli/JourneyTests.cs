using System.Text.Json.Nodes;
using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary>People with a machine and a job, in their own words, and what is sensible to tell them: the model picked is one of those named, and others named are
/// among the at most three to choose from. Which is sensible follows from independent tests (<c>data/evidence/tests.csv</c>); docs/advice.md says why.</summary>
public sealed class JourneyTests
{
    [Theory]
    [InlineData("I have a MacBook Air with 16 GB and just want to talk with it.", "m3-8c:16", "chat", "Qwen3.5-9B", "")]
    [InlineData("Same Air, for coding; I can wait, but not for nonsense.", "m3-8c:16", "coding", "Qwen3.5-9B gemma-4-12B", "")]
    [InlineData("An old RTX 3060 with 12 GB. What's best?", "rtx-3060-12-gb", "general", "Qwen3.5-9B gemma-4-12B", "")]
    [InlineData("RTX 3090, I write programs all day.", "rtx-3090", "coding", "Qwen3.8-27B", "Qwen3.6-35B-A3B")]
    [InlineData("RTX 3090, an agent should work on my repository.", "rtx-3090", "agents", "Qwen3.8-27B", "Qwen3.6-35B-A3B")]
    [InlineData("RTX 3090, I like to chat, and hate waiting for tables of bullet points.", "rtx-3090", "chat", "Qwen3.8-27B gemma-4-31B", "")]
    [InlineData("RTX 3090, what do people who compared everything prefer?", "rtx-3090", "general", "Qwen3.8-27B", "Qwen3.6-35B-A3B")]
    [InlineData("RTX 4090, a book of 300 pages at once.", "rtx-4090", "documents", "Qwen3.8-27B Qwen3.6-27B", "")]
    [InlineData("RTX 4060 Ti with 16 GB, photos of receipts.", "rtx-4060-ti-16-gb", "vision", "Qwen3.8-27B Qwen3.6-27B gemma-4-26B-A4B gemma-4-12B Qwen3.5-27B", "")]
    [InlineData("Two 3090s for an agent.", "2x rtx-3090", "agents", "Qwen3.8-27B", "Qwen3.6-35B-A3B")]
    [InlineData("RTX 5090, coding.", "rtx-5090", "coding", "Qwen3.8-27B", "")]
    [InlineData("M4 Max with 128 GB, whatever comes up.", "m4-max-40c:128", "general", "Qwen3.8-27B", "")]
    [InlineData("A Threadripper with 256 GB and no card.", "cpu-threadripper-pro-7995wx:256", "general", "Qwen3.8-27B Qwen3.5-397B-A17B Qwen3.6-35B-A3B", "")]
    [InlineData("Strix Halo with 128 GB, for an agent; slow dense models annoy me.", "strix-halo-395:128", "agents", "Qwen3.6-35B-A3B Qwen3.5-122B-A10B", "")]
    [InlineData("8 GB card in a laptop, quick answers about pictures.", "rtx-4070-laptop + 32GB", "vision", "Qwen3.5-9B gemma-4-12B", "")]
    public async Task Somebody_is_told_something_sensible(string says, string rig, string job, string picks, string among) =>
        await IsToldAsync(says, ["--rig", rig, "--for", job], picks, among);

    /// <summary>What people were told in public, beside what LocalRig says.</summary>
    /// <param name="thread">Where and when.</param>
    /// <param name="told">What the reply says, and where LocalRig says something else, why.</param>
    /// <param name="rig">The machine.</param>
    /// <param name="job">What for.</param>
    /// <param name="picks">What LocalRig may pick.</param>
    /// <param name="among">What must be among the three.</param>
    [Theory]
    [InlineData("https://github.com/kyuz0/amd-strix-halo-toolboxes/issues/76 (2026-04-17)", "Not gemma-4-31B at 11 tokens/s: the mixture of experts of Gemma 4 or Qwen 3.6. Agrees: an agent asks for 12 tokens/s at least, which no dense model of that size reaches there.",
        "strix-halo-395:128", "agents", "Qwen3.6-35B-A3B Qwen3.5-122B-A10B", "Qwen3.6-35B-A3B")]
    [InlineData("https://github.com/nicedreamzapp/claude-code-local/issues/12 (2026-04-17)", "Gemma 4 31B works in 24 GB. Disagrees: it would write about five tokens/s there, too slow to code with.",
        "m2-10c:24", "coding", "Qwen3.6-35B-A3B gemma-4-26B-A4B Qwen3.5-9B gpt-oss-20b", "")]
    [InlineData("https://github.com/Stability-AI/generative-models/issues/490 (2026-08-16)", "Qwen3 8B Q4_K_M. Newer of the same size: Artificial Analysis puts Qwen3.5-9B far ahead of it.",
        "rtx-4070-laptop + 16GB", "chat", "Qwen3.5-9B", "")]
    [InlineData("https://github.com/itayinbarr/little-coder/issues/63 (2026-07-13)", "Qwen 3.6 on 6 GB with all experts in main memory, 25 to 40 tokens/s. Agrees: it is offered as the stronger one.",
        "rtx-3060-laptop + 32GB", "coding", "Qwen3.5-9B Qwen3.5-4B", "Qwen3.6-35B-A3B")]
    [InlineData("https://github.com/btbtyler09/mi100-llm-testing/issues/7 (2026-04-29)", "Qwen3.6-27B for coding on four MI100. Agrees but for the release: Qwen3.8-27B of August is as large, and Artificial Analysis has it at 68.1 against 53.7 for coding.",
        "4x mi100", "coding", "Qwen3.8-27B", "")]
    public async Task Public_threads_are_answered_alike_or_the_difference_has_a_reason(string thread, string told, string rig, string job, string picks, string among) =>
        await IsToldAsync($"{thread}: {told}", ["--rig", rig, "--for", job], picks, among);

    /// <summary>The ten rigs of docs/advice.md: the pick, and the evidence that stands in its reason by name, date and figure.</summary>
    [Theory]
    [InlineData("rtx-3060-12-gb", "Qwen3.5-9B", "Artificial Analysis (Intelligence Index v4.0 32.4 against 29.2, 2026-06-14) puts it ahead of gemma-4-12B")]
    [InlineData("rtx-4060-ti-16-gb", "Qwen3.8-27B", "Artificial Analysis (Intelligence Index v4.1 52 against 37.7, 2026-08-22) puts it ahead of Qwen3.6-27B")]
    [InlineData("rtx-3090", "Qwen3.8-27B", "Artificial Analysis (Intelligence Index v4.1 52 against 37.7, 2026-08-22) puts it ahead of Qwen3.6-27B")]
    [InlineData("2x rtx-3090", "Qwen3.8-27B", "Artificial Analysis (Intelligence Index v4.1 52 against 37.7, 2026-08-22) puts it ahead of Qwen3.6-27B")]
    [InlineData("rtx-4090", "Qwen3.8-27B", "Artificial Analysis (Intelligence Index v4.1 52 against 37.7, 2026-08-22) puts it ahead of Qwen3.6-27B")]
    [InlineData("rtx-5090", "Qwen3.8-27B", "Artificial Analysis (Intelligence Index v4.1 52 against 37.7, 2026-08-22) puts it ahead of Qwen3.6-27B")]
    [InlineData("m3-8c:16", "Qwen3.5-9B", "Artificial Analysis (Intelligence Index v4.0 32.4 against 27.1, 2026-06-14) puts it ahead of Qwen3.5-4B")]
    [InlineData("m4-max-40c:128", "Qwen3.8-27B", "Artificial Analysis (Intelligence Index v4.1 52 against 37.7, 2026-08-22) puts it ahead of Qwen3.6-27B")]
    [InlineData("strix-halo-395:128", "Qwen3.8-27B", "Artificial Analysis (Intelligence Index v4.1 52 against 37.7, 2026-08-22) puts it ahead of Qwen3.6-27B")]
    [InlineData("cpu-threadripper-pro-7995wx:256", "Qwen3.8-27B", "Artificial Analysis (Intelligence Index v4.1 52 against 37.7, 2026-08-22) puts it ahead of Qwen3.6-27B")]
    public async Task Each_of_ten_rigs_is_told_its_model_by_name_of_the_evidence(string rig, string pick, string evidence)
    {
        JsonNode match = await MatchAsync(["--rig", rig]);
        Assert.Equal(pick, (string)match["offers"]![0]!["model"]!);
        Assert.Contains(evidence, (string)match["because"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_picked_for_a_job_fits_its_context_and_never_crawls_where_something_nearly_as_strong_is_faster()
    {
        foreach (string job in (string[])["chat", "coding", "agents", "documents", "vision"])
        {
            JsonNode match = await MatchAsync(["--rig", "m3-8c:16", "--for", job]);
            Assert.Equal(job, (string)match["for"]!);
            Assert.True((int)match["best"]!["comfortableContext"]! >= (int)match["best"]!["plan"]!["workload"]!["effective"]!["ctx"]!);
            Assert.NotEqual("Ministral-3-14B", (string)match["best"]!["plan"]!["model"]!["id"]!);
        }
    }

    /// <summary>Of one family, where nobody puts the smaller dense model ahead, the large mixture is offered though its experts lie in main memory.</summary>
    [Fact]
    public async Task Experts_in_main_memory_are_offered_where_they_answer_fast_enough()
    {
        JsonNode match = await MatchAsync(["--rig", "rtx-3090 + 128GB", "--family", "qwen3.5"]);
        JsonNode stronger = match["offers"]!.AsArray().Single(o => (string)o!["role"]! == "stronger")!;
        Assert.Equal(("Qwen3.5-122B-A10B", "spills"), ((string)stronger["model"]!, (string)stronger["verdict"]!));
        Assert.Contains("main memory", (string)stronger["givesUp"]!, StringComparison.Ordinal);
    }

    private static async Task IsToldAsync(string says, string[] args, string picks, string among)
    {
        JsonNode match = await MatchAsync(args);
        string[] offered = [.. match["offers"]!.AsArray().Select(o => (string)o!["model"]!)];
        Assert.True(picks.Split(' ').Contains(offered[0]), $"{says} Told: {string.Join(", ", offered)}. {match["because"]}");
        Assert.InRange(offered.Length, 1, 3);
        Assert.Equal(offered.Length, offered.Distinct().Count());
        Assert.All(among.Split(' ', StringSplitOptions.RemoveEmptyEntries), m => Assert.True(offered.Contains(m), $"{says} Told: {string.Join(", ", offered)}."));
        Assert.All(match["offers"]!.AsArray().Skip(1), o => Assert.NotEqual("", (string)o!["givesUp"]!));
    }

    private static async Task<JsonNode> MatchAsync(string[] args)
    {
        CommandLine.Answer answer = await CommandLine.RealAsync(["match", .. args, "--json"]);
        Assert.True(answer.Code == 0, answer.Error);
        return JsonNode.Parse(answer.Output)!["matches"]![0]!;
    }
}

using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Proof.Runtimes;
using LocalRig.Proof.Verifying;
using LocalRig.Questions;
using LocalRig.Rigs;

namespace LocalRig.Proof.Benching;

/// <summary>What is measured, where and with what.</summary>
/// <param name="Request">The plan's request, for the devices the runtime sees.</param>
/// <param name="Plan">The plan that runs.</param>
/// <param name="Machine">This machine.</param>
/// <param name="Engine">The program.</param>
/// <param name="Build">Its version.</param>
/// <param name="FileBytes">The file's size; null where it isn't known.</param>
/// <param name="Header">SHA-256 of its first MiB; empty where it can't be read.</param>
/// <param name="Notes">What had to be settled on the way.</param>
internal sealed record BenchSetting(PlanRequest Request, MemoryPlan Plan, Rig Machine, string Engine, string Build, long? FileBytes, string Header, IReadOnlyList<string> Notes)
{
    /// <summary>The runtime with its version.</summary>
    public string Title => $"{Engine} {Build}".Trim();

    /// <summary>Whether the plan's weights are those of the file that runs.</summary>
    public bool IsFile => Header.Length > 0;

    /// <summary>Settles it, and starts what measures.</summary>
    /// <param name="request">What is to be measured.</param>
    /// <param name="inquiry">The asking.</param>
    /// <param name="stop">Ends the loading.</param>
    /// <exception cref="RequestException">The runtime or the model isn't there; the context has no room for the tests.</exception>
    public static async Task<(BenchSetting Setting, ISpeedMeter Meter)> MakeAsync(BenchRequest request, Inquiry inquiry, CancellationToken stop) =>
        request.Via == BenchRequest.Ollama ? await OfOllamaAsync(request, inquiry).ConfigureAwait(false) : await OfLlamaAsync(request, inquiry, stop).ConfigureAwait(false);

    /// <summary>What the processor calls itself (proc_cpuinfo(5)), for processors the catalogue doesn't know.</summary>
    public static string Processor()
    {
        const string File = "/proc/cpuinfo";
        const string Name = "model name";
        string? line = OperatingSystem.IsLinux() && System.IO.File.Exists(File) ? System.IO.File.ReadLines(File).FirstOrDefault(l => l.StartsWith(Name, StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() is { Length: > 0 } name ? name : "processor";
    }

    private static async Task<(BenchSetting, ISpeedMeter)> OfLlamaAsync(BenchRequest request, Inquiry inquiry, CancellationToken stop)
    {
        int users = request.Users.Max();
        bool serves = request.Serves;
        PlannedRun run = await PlannedRun.MakeAsync(serves ? request.Plan.With(w => w with { Parallel = users }) : request.Plan, request.Runtime, "", inquiry).ConfigureAwait(false);
        MemoryPlan plan = await PlannedRun.PlanAsync(run.Request, inquiry).ConfigureAwait(false);
        if (!PlannedRun.IsHere(plan))
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"{plan.Model.Id} is no GGUF file on this machine, so it can't be measured.", "Name the file; of a model that Ollama has, --via ollama.", "model"));
        }

        BenchSetting setting = new(run.Request, plan, run.Machine, "llama.cpp", run.Tools.Title, new FileInfo(plan.Model.Source).Length, FileIdentity.HeaderSha256(plan.Model.Source), run.Notes);
        if (!serves)
        {
            return (setting, new LlamaBenchMeter(run.Tools.Need("llama-bench"), plan));
        }

        NeedRoom(request, plan, users);
        string tool = run.Tools.Need("llama-server");
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, inquiry.Cancellation);
        LlamaServer server = await LlamaServer.StartAsync(tool, PlannedRun.Arguments(plan, plan.Model.Source, ""), either.Token).ConfigureAwait(false);
        return (setting, new LlamaServerMeter(server, plan.Model.Architecture?.VocabularySize ?? 0));
    }

    private static async Task<(BenchSetting, ISpeedMeter)> OfOllamaAsync(BenchRequest request, Inquiry inquiry)
    {
        MemoryPlan plan = await PlannedRun.PlanAsync(request.Plan, inquiry).ConfigureAwait(false);
        NeedRoom(request, plan, 1);
        string tag = request.Tag.Length > 0 ? request.Tag : request.Plan.Model;
        using JsonDocument version = await LocalApi.Ollama.GetAsync("api/version", inquiry.Cancellation).ConfigureAwait(false);
        using JsonDocument? tags = await LocalApi.Ollama.TryGetAsync("api/tags", inquiry.Cancellation).ConfigureAwait(false);
        long? bytes = tags is not null && OllamaVerifier.Find(tags.RootElement, tag) is JsonElement known && known.TryGetProperty("size", out JsonElement size) && size.TryGetInt64(out long told) ? told : null;
        Rig machine = await inquiry.RigAsync(new ThisMachineRig()).ConfigureAwait(false);
        BenchSetting setting = new(
            request.Plan, plan, machine, "Ollama", version.RootElement.TryGetProperty("version", out JsonElement v) ? v.GetString() ?? "" : "", bytes, "",
            ["Ollama takes text, not tokens: prompts have about as many tokens as are named, and rates are by its own counters."]);
        return (setting, new OllamaMeter(tag, plan));
    }

    private static void NeedRoom(BenchRequest request, MemoryPlan plan, int users)
    {
        int context = plan.Question.Workload.Context;
        int each = plan.Question.Workload.KvUnified ? context / users : context / Math.Max(1, users);
        int most = Math.Max(plan.Question.EffectivePromptTokens + 1, request.Depths.Max() + request.Answer + 1);
        if (each < most)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"The tests take {most:N0} tokens of context for each user, and a context of {context:N0} has {each:N0} for each of {users}.", $"Ask for more with -c {most * users}, or for shorter tests (--depths, --answer, --prompt-tokens).", "context"));
        }
    }
}

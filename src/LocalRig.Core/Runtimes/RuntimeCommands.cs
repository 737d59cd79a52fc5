using System.Collections.Immutable;
using LocalRig.Planning;

namespace LocalRig.Runtimes;

/// <summary>A plan as commands for every runtime LocalRig writes for.</summary>
public static class RuntimeCommands
{
    private static readonly Dictionary<string, Func<RuntimeRequest, RuntimeCommand>> Writers = new()
    {
        ["llama-server"] = static r => r.Answer([LlamaServerCommand.Line(r.Plan, r.Model)], LlamaServerCommand.Notes(r.Plan, r.Model)),
        ["ollama"] = OllamaCommand.Of,
        ["lm-studio"] = LmStudioCommand.Of,
        ["vllm"] = VllmCommand.Of,
        ["sglang"] = SglangCommand.Of,
        ["mlx"] = MlxCommand.Of,
    };

    /// <summary>The words for the runtimes, in the order they are shown.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Writers.Keys];

    /// <summary>The commands for every runtime, for the versions of <see cref="RuntimeFacts"/>.</summary>
    public static ImmutableArray<RuntimeCommand> Of(MemoryPlan plan)
    {
        ModelReference model = ModelReference.Of(plan.Model);
        return [.. RuntimeFacts.Default.Versions.Where(v => Writers.ContainsKey(v.Runtime)).Select(v => Of(plan, model, v))];
    }

    /// <summary>The commands for one runtime; null when LocalRig doesn't write for it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="runtime">Its word: <c>ollama</c>.</param>
    /// <param name="version">The version to write for; empty for the one of <see cref="RuntimeFacts"/>.</param>
    public static RuntimeCommand? Of(MemoryPlan plan, string runtime, string version = "") =>
        RuntimeFacts.Default.Versions.FirstOrDefault(v => v.Runtime == runtime && Writers.ContainsKey(v.Runtime)) is RuntimeVersion known
            ? Of(plan, ModelReference.Of(plan.Model), version.Length > 0 ? known with { Version = version } : known)
            : null;

    private static RuntimeCommand Of(MemoryPlan plan, ModelReference model, RuntimeVersion runtime)
    {
        RuntimeCommand command = Writers[runtime.Runtime](
            new RuntimeRequest(plan, model, runtime, [.. RuntimeFacts.Default.LimitsOf(runtime.Runtime, runtime.Version)]));
        command = command.Cannot.Length > 0 ? command : command with { Download = DownloadSize.Of(plan, model, runtime.Runtime) };
        return plan.Question.Projector is string projector && runtime.Runtime != "llama-server" && command.Cannot.Length == 0
            ? command with { Notes = command.Notes.Add($"The plan's vision projector ({projector}) is not part of this command.") }
            : command;
    }
}

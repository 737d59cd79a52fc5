using System.Collections.Immutable;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Runtimes;
using LocalRig.Runtimes.Keeping;

namespace LocalRig.Questions;

/// <summary>What is asked of a plan's commands.</summary>
public sealed record CommandsRequest
{
    /// <summary>The plan to run.</summary>
    public PlanRequest Plan { get; init; } = new();

    /// <summary>One runtime alone and its version, which may be empty; null for all.</summary>
    public (string Name, string Version)? Runtime { get; init; }

    /// <summary>A form to keep instead of commands to type; null for commands.</summary>
    public KeptForm? As { get; init; }
}

/// <summary><c>commands</c>: what to type to run a plan in each runtime.</summary>
public static class AskCommands
{
    /// <summary>The question.</summary>
    public static Question<CommandsRequest, CommandsAnswer> Question { get; } = new()
    {
        Name = "commands",
        Sentence = "How to run a plan in llama-server, Ollama, LM Studio, vLLM, SGLang and MLX, and what each can't express.",
        Group = QuestionGroup.RunIt,
        Example = """{"model":"Qwen3.5-9B","rig":"rtx-3090","runtime":"ollama"}""",
        Reader = new(
            [
                RuntimeField.Of<CommandsRequest>("one alone, with a version where it matters (ollama@0.29)", (r, runtime) => r with { Runtime = runtime }),
                new Field<CommandsRequest>
                {
                    Name = "as",
                    Help = "a file to keep instead: a systemd unit, a compose file, llama-swap's config.yaml, llama-server's preset, a manifest for Kubernetes",
                    Options = FieldOption.Value("FORM", "--as"),
                    Kind = FieldKind.Choice(KeptForms.Words.Select(w => w.Word)),
                    Example = "systemd",
                    Apply = static (r, v) => r with { As = v.Choice("a form", KeptForms.Words, KeptForm.Systemd) },
                },
                .. PlanFields.Of<CommandsRequest>(r => r.Plan, (r, p) => r with { Plan = p }),
                RpcServers.Of<CommandsRequest>((r, servers) => r with { Plan = r.Plan with { Rpc = servers } }),
                .. FitFields.Of<CommandsRequest>(r => r.Plan, (r, p) => r with { Plan = p }),
            ],
            new CommandsRequest(), (r, problems) => r with { Plan = PlanFields.Complete(r.Plan, problems) }),
        Answer = AnswerAsync,
        Shape = static () => CommandsJson.Shape,
    };

    private static async Task<CommandsAnswer> AnswerAsync(CommandsRequest request, Inquiry inquiry)
    {
        MemoryPlan plan = await AskPlan.AnswerAsync(request.Plan, inquiry).ConfigureAwait(false);
        ImmutableArray<RuntimeCommand> commands = request.Runtime is (string name, string version) ? [RuntimeCommands.Of(plan, name, version)!] : RuntimeCommands.Of(plan);
        return new CommandsAnswer(plan, commands) { Kept = request.As is KeptForm form ? KeptForms.Of(plan, form) : null };
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalRig.Web.Mcp;

/// <summary>A way somebody goes with LocalRig, as a prompt a person picks from a menu.</summary>
/// <param name="prompt">What it is called and what it takes.</param>
/// <param name="text">The words, with each argument's place in braces; a sentence whose argument isn't given is left out.</param>
internal sealed class JourneyPrompt(Prompt prompt, params ImmutableArray<string> text) : McpServerPrompt
{
    /// <summary>All of them.</summary>
    public static IEnumerable<McpServerPrompt> All { get; } =
    [
        new JourneyPrompt(
            new Prompt
            {
                Name = "what_can_my_machine_run",
                Title = "What can my machine run?",
                Description = "Finds out what the machine is and which open models it runs well.",
                Arguments = [Argument("machine", "The machine, as you would say it; left out, the one LocalRig runs on.")],
            },
            "My machine is: {machine}. Ask identify_hardware how that is understood, and tell me what was assumed.",
            "If I named no machine, ask this_machine.",
            "Then ask what_runs for it, and tell me the best model, its quantization, how much memory it takes, its speed as an interval, and the command from does_it_fit that starts it.",
            "Tell me too what the next better model would need."),
        new JourneyPrompt(
            new Prompt
            {
                Name = "help_me_buy",
                Title = "Help me buy",
                Description = "Finds hardware for open models within a budget.",
                Arguments = [Argument("budget", "How much may be spent, with the currency: 1500 USD.", required: true), Argument("have", "The machine there is already."), Argument("want", "The model or task it is for.")],
            },
            "I want to run open language models and can spend {budget}.",
            "I have already: {have}. Ask upgrade with it as `from`.",
            "It is for: {want}. Ask needs what that model takes.",
            "Ask what_to_buy. Compare the best two or three with compare. Give each price with its date and say where it is stale; say what isn't included and who should not buy it. If what I have will do, say that first."),
        new JourneyPrompt(
            new Prompt
            {
                Name = "check_this_guide",
                Title = "Check this guide",
                Description = "Checks what a text claims about models and hardware.",
                Arguments = [Argument("guide", "The text.", required: true)],
            },
            "Ask audit_guide about the text below. List what is false or misleading with line, reason and correction; say how much holds and how much couldn't be checked. Don't correct anything from memory.",
            "\n\n{guide}"),
    ];

    /// <inheritdoc/>
    public override Prompt ProtocolPrompt => prompt;

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override ValueTask<GetPromptResult> GetAsync(RequestContext<GetPromptRequestParams> request, CancellationToken cancellationToken = default)
    {
        IDictionary<string, JsonElement> given = request.Params?.Arguments ?? new Dictionary<string, JsonElement>();
        IEnumerable<string> sentences = text.Select(t => Filled(t, given)).OfType<string>();
        return ValueTask.FromResult(new GetPromptResult
        {
            Description = prompt.Description,
            Messages = [new PromptMessage { Role = Role.User, Content = new TextContentBlock { Text = string.Join(' ', sentences) } }],
        });
    }

    private static PromptArgument Argument(string name, string description, bool required = false) => new() { Name = name, Description = description, Required = required };

    private string? Filled(string sentence, IDictionary<string, JsonElement> given)
    {
        foreach (PromptArgument argument in prompt.Arguments ?? [])
        {
            string place = $"{{{argument.Name}}}";
            if (sentence.Contains(place, StringComparison.Ordinal))
            {
                string value = given.TryGetValue(argument.Name, out JsonElement json) ? json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText() : "";
                return value.Length > 0 ? sentence.Replace(place, value, StringComparison.Ordinal) : null;
            }
        }

        return sentence;
    }
}

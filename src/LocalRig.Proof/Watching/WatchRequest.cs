using LocalRig.Contract;
using LocalRig.Questions;

namespace LocalRig.Proof.Watching;

/// <summary>Which server is watched, and beside what.</summary>
public sealed record WatchRequest
{
    /// <summary>Its address; empty for where llama-server, Ollama and vLLM usually listen.</summary>
    public string Url { get; init; } = "";

    /// <summary>The plan it runs; without a model what its command line and its answers tell.</summary>
    public PlanRequest Plan { get; init; } = new();
}

/// <summary>The fields of a <see cref="WatchRequest"/>.</summary>
internal static class WatchFields
{
    /// <summary>Reads requests.</summary>
    public static RequestReader<WatchRequest> Reader { get; } = new(
        [
            new()
            {
                Name = "url", Help = "the server's address (http://127.0.0.1:8080, then Ollama's, then vLLM's)", Place = FieldPlace.Optional, Example = "http://127.0.0.1:8080",
                Apply = (r, v) => r with { Url = v.Text("an address") },
            },
            .. PlanFields.Of<WatchRequest>(r => r.Plan, (r, plan) => r with { Plan = plan }).Select(Named),
        ],
        new WatchRequest());

    /// <summary>The model is named by an option: the address has the place.</summary>
    private static Field<WatchRequest> Named(Field<WatchRequest> field) =>
        field.Place == FieldPlace.Named ? field
        : new()
        {
            Name = field.Name,
            Help = "the model it runs, where the server's own command line can't be read",
            Kind = field.Kind,
            Aliases = field.Aliases,
            Options = FieldOption.Value("MODEL", "--model"),
            Example = field.Example,
            Apply = field.Apply,
        };
}

using LocalRig.Planning;

namespace LocalRig.Runtimes.Keeping;

/// <summary>llama-swap's config.yaml: a model by name, with the command that serves it on the port llama-swap chooses.</summary>
internal static class LlamaSwapConfig
{
    public static KeptFile Of(MemoryPlan plan, ModelReference model)
    {
        string command = LlamaServerCommand.Line(plan, model).Replace("llama-server ", "llama-server --port ${PORT} ", StringComparison.Ordinal);
        string text = $"""
            models:
              {YamlText.Quoted(KeptForms.Name(plan))}:
                cmd: {YamlText.Quoted(command)}
                ttl: 0

            """;
        return new KeptFile(
            "config.yaml", text, ["llama-swap --config config.yaml"],
            ["Further models go under `models:` too; llama-swap starts the one that is asked for and stops the other.", "`ttl: 0` keeps it loaded; a number of seconds unloads it after that much idle time."],
            "https://github.com/mostlygeek/llama-swap/blob/main/config.example.yaml");
    }
}

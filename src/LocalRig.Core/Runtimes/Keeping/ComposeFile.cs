using System.Text;
using LocalRig.Planning;

namespace LocalRig.Runtimes.Keeping;

/// <summary>A compose file with llama.cpp's own image, one per kind of card (llama.cpp, docs/docker.md); cards by the Compose
/// specification's device reservations (NVIDIA) or device files (others).</summary>
internal static class ComposeFile
{
    public static KeptFile Of(MemoryPlan plan, ModelReference model)
    {
        const string Name = "compose.yaml";
        if (LlamaImage.Tag(plan) is not { } tag)
        {
            return new KeptFile(Name, "", [], [LlamaImage.None], LlamaImage.Source);
        }

        string? mounted = LlamaImage.Mounted(model);
        StringBuilder text = new();
        text.Append("services:\n  llama-server:\n");
        text.Append($"    image: {YamlText.Quoted(LlamaImage.Name(tag))}\n");
        text.Append("    restart: unless-stopped\n");
        text.Append($"    ports: [{YamlText.Quoted($"127.0.0.1:{LlamaImage.Port}:{LlamaImage.Port}")}]\n");
        text.Append("    environment:\n      LLAMA_ARG_HOST: \"0.0.0.0\"\n      LLAMA_CACHE: \"").Append(LlamaImage.Folder).Append("\"\n");
        text.Append(mounted is null ? $"    volumes: [\"models:{LlamaImage.Folder}\"]\n" : $"    volumes: [{YamlText.Quoted(Compose($"{LlamaImage.DirectoryOf(mounted)}:{LlamaImage.Folder}:ro"))}]\n");
        text.Append("    command:\n");
        foreach (string word in LlamaImage.Words(plan, model))
        {
            text.Append($"      - {YamlText.Quoted(Compose(word))}\n");
        }

        AppendCards(text, tag);
        if (mounted is null)
        {
            text.Append("\nvolumes:\n  models: {}\n");
        }

        return new KeptFile(Name, text.ToString(), ["docker compose up -d"], Notes(tag), LlamaImage.Source);
    }

    private static string[] NotesOfCuda => ["Docker reaches NVIDIA cards through the NVIDIA Container Toolkit."];

    private static System.Collections.Immutable.ImmutableArray<string> Notes(string tag) => tag == "server-cuda" ? [.. NotesOfCuda] : [];

    private static void AppendCards(StringBuilder text, string tag)
    {
        switch (tag)
        {
            case "server-cuda":
                text.Append("    deploy:\n      resources:\n        reservations:\n          devices:\n            - driver: nvidia\n              count: all\n              capabilities: [gpu]\n");
                break;
            case "server-rocm":
                text.Append("    devices: [\"/dev/kfd\", \"/dev/dri\"]\n");
                break;
            case "server-vulkan" or "server-intel":
                text.Append("    devices: [\"/dev/dri\"]\n");
                break;
        }
    }

    /// <summary>Compose puts variables in place of $NAME; $$ stays a $.</summary>
    private static string Compose(string text) => text.Replace("$", "$$", StringComparison.Ordinal);
}

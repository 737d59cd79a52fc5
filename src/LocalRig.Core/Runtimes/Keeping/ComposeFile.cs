using System.Text;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Runtimes.Keeping;

/// <summary>A compose file with llama.cpp's own image, one per kind of card (llama.cpp, docs/docker.md); cards by the Compose
/// specification's device reservations (NVIDIA) or device files (others).</summary>
internal static class ComposeFile
{
    private const string Source = "https://github.com/ggml-org/llama.cpp/blob/master/docs/docker.md";
    private const string Folder = "/models"; // docker.md mounts models there
    private const int Port = 8080; // llama-server's default

    public static KeptFile Of(MemoryPlan plan, ModelReference model)
    {
        const string Name = "compose.yaml";
        if (Tag(plan) is not { } tag)
        {
            return new KeptFile(Name, "", [], ["llama.cpp publishes no container image for these cards: Metal and remote devices can't be reached from one."], Source);
        }

        string? mounted = model.HubRepository.Length == 0 && model.Address.Length == 0 ? model.Path : null;
        StringBuilder text = new();
        text.Append("services:\n  llama-server:\n");
        text.Append($"    image: {YamlText.Quoted("ghcr.io/ggml-org/llama.cpp:" + tag)}\n");
        text.Append("    restart: unless-stopped\n");
        text.Append($"    ports: [{YamlText.Quoted($"127.0.0.1:{Port}:{Port}")}]\n");
        text.Append("    environment:\n      LLAMA_ARG_HOST: \"0.0.0.0\"\n      LLAMA_CACHE: \"").Append(Folder).Append("\"\n");
        text.Append(mounted is null ? $"    volumes: [\"models:{Folder}\"]\n" : $"    volumes: [{YamlText.Quoted(Compose($"{DirectoryOf(mounted)}:{Folder}:ro"))}]\n");
        text.Append("    command:\n");
        foreach (string word in LlamaServerCommand.Text(plan, mounted is null ? model : model with { Path = $"{Folder}/{FileOf(mounted)}" }).Words.Skip(1))
        {
            text.Append($"      - {YamlText.Quoted(Compose(word))}\n");
        }

        AppendCards(text, tag);
        if (mounted is null)
        {
            text.Append("\nvolumes:\n  models: {}\n");
        }

        return new KeptFile(Name, text.ToString(), ["docker compose up -d"], Notes(tag), Source);
    }

    private static string[] NotesOfCuda => ["Docker reaches NVIDIA cards through the NVIDIA Container Toolkit."];

    private static System.Collections.Immutable.ImmutableArray<string> Notes(string tag) => tag == "server-cuda" ? [.. NotesOfCuda] : [];

    private static string? Tag(MemoryPlan plan)
    {
        Backend[] kinds = [.. plan.Rig.Devices.Select(d => d.Backend).Distinct()];
        return kinds switch
        {
            [] => "server",
            [Backend.Cuda] => "server-cuda",
            [Backend.Rocm] => "server-rocm",
            [Backend.Vulkan] => "server-vulkan",
            [Backend.Sycl] => "server-intel",
            _ => null,
        };
    }

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

    private static string FileOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string DirectoryOf(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : path[..slash];
    }
}

using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Runtimes.Keeping;

/// <summary>llama.cpp's own container images, one per kind of card (llama.cpp, docs/docker.md).</summary>
internal static class LlamaImage
{
    /// <summary>Where the images are documented.</summary>
    public const string Source = "https://github.com/ggml-org/llama.cpp/blob/master/docs/docker.md";

    /// <summary>Where models lie in it (docker.md mounts them there).</summary>
    public const string Folder = "/models";

    /// <summary>llama-server's default port.</summary>
    public const int Port = 8080;

    /// <summary>What to say where there is none.</summary>
    public const string None = "llama.cpp publishes no container image for these cards: Metal and remote devices can't be reached from one.";

    /// <summary>The tag for a plan's cards; null where none reaches them.</summary>
    public static string? Tag(MemoryPlan plan)
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

    /// <summary>The image of a tag.</summary>
    public static string Name(string tag) => "ghcr.io/ggml-org/llama.cpp:" + tag;

    /// <summary>The model's file on this machine, whose folder is to be mounted; null where it is downloaded.</summary>
    public static string? Mounted(ModelReference model) => model.HubRepository.Length == 0 && model.Address.Length == 0 ? model.Path : null;

    /// <summary>The command's words inside the image, the program left out: the image starts it itself.</summary>
    public static IEnumerable<string> Words(MemoryPlan plan, ModelReference model) =>
        LlamaServerCommand.Text(plan, Mounted(model) is string path ? model with { Path = $"{Folder}/{path[(path.LastIndexOf('/') + 1)..]}" } : model).Words.Skip(1);

    /// <summary>A file's folder.</summary>
    public static string DirectoryOf(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : path[..slash];
    }
}

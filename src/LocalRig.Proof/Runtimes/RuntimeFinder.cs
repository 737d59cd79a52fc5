using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Questions;
using LocalRig.Runtimes;
using LocalRig.Shapes;

namespace LocalRig.Proof.Runtimes;

/// <summary>A runtime found on this machine.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Version">Its version, or empty where it says none.</param>
/// <param name="Found">How it was found, in words.</param>
/// <param name="Can">What LocalRig can do with it.</param>
/// <param name="Traps">What is known to go wrong with this version, each with its source.</param>
public sealed record FoundRuntime(string Name, string Version, string Found, ImmutableArray<string> Can, ImmutableArray<string> Traps);

/// <summary>All runtimes of a machine, and those looked for in vain.</summary>
/// <param name="Runtimes">What was found.</param>
/// <param name="Absent">What wasn't.</param>
public sealed record FoundRuntimes(ImmutableArray<FoundRuntime> Runtimes, ImmutableArray<string> Absent);

/// <summary>Where to look.</summary>
public sealed record RuntimesRequest
{
    /// <summary>The folder of llama.cpp's tools; empty for the path.</summary>
    public string Runtime { get; init; } = "";
}

/// <summary><c>runtimes</c>: what runs models on this machine.</summary>
public static class AskRuntimes
{
    /// <summary>The question.</summary>
    public static Question<RuntimesRequest, FoundRuntimes> Question { get; } = new()
    {
        Name = "runtimes",
        Sentence = "What runs models on this machine: llama.cpp, Ollama, LM Studio, vLLM, MLX; versions, what they can do, known traps.",
        Group = QuestionGroup.RunIt,
        Example = "{}",
        Reader = new RequestReader<RuntimesRequest>(
            [new() { Name = "runtime", Help = "folder of llama.cpp's tools (default: the path)", Options = FieldOption.Value("DIR", "--runtime"), Example = "/opt/llama.cpp/bin", Apply = (r, v) => r with { Runtime = v.Text("a folder") } }],
            new RuntimesRequest()),
        Answer = static (request, inquiry) => RuntimeFinder.FindAsync(request.Runtime, inquiry.Cancellation),
        Shape = static () => new ObjectShape<FoundRuntimes>()
            .List("runtimes", "What was found.", f => f.Runtimes, new ObjectShape<FoundRuntime>()
                .Text("name", "What it is called.", r => r.Name)
                .Text("version", "Its version; empty where it says none.", r => r.Version)
                .Text("found", "How it was found.", r => r.Found)
                .Texts("can", "What LocalRig can do with it.", r => r.Can)
                .Texts("traps", "What is known to go wrong with this version.", r => r.Traps))
            .Texts("absent", "What was looked for in vain.", f => f.Absent),
    };
}

/// <summary>Looks for runtimes: programs on the path, and servers that answer where they usually listen. Nothing is started but programs that say their version.</summary>
internal static class RuntimeFinder
{
    /// <summary>Looks.</summary>
    public static async Task<FoundRuntimes> FindAsync(string folder, CancellationToken cancellation)
    {
        Task<FoundRuntime?>[] looks = [LlamaAsync(folder, cancellation), OllamaAsync(cancellation), LmStudioAsync(cancellation), VllmAsync(cancellation), ProgramAsync("MLX", "mlx_lm.server", "mlx", cancellation)];
        FoundRuntime?[] found = await Task.WhenAll(looks).ConfigureAwait(false);
        string[] names = ["llama.cpp", "Ollama", "LM Studio", "vLLM", "MLX"];
        return new FoundRuntimes([.. found.OfType<FoundRuntime>()], [.. names.Where((_, i) => found[i] is null)]);
    }

    /// <summary>The file of a program in a folder, or on the path where none is named.</summary>
    internal static string? Program(string name, string folder = "")
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        IEnumerable<string> folders = folder.Length > 0 ? [folder] : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists);
    }

    private static async Task<FoundRuntime?> LlamaAsync(string folder, CancellationToken cancellation)
    {
        if (await LlamaTools.TryFindAsync(folder, cancellation).ConfigureAwait(false) is not LlamaTools tools)
        {
            return null;
        }

        ImmutableArray<SeenDevice> devices = tools.Find("llama-server") is null && tools.Find("llama-bench") is null ? [] : await tools.DevicesAsync("", cancellation).ConfigureAwait(false);
        string sees = devices.IsEmpty ? "sees the processor alone" : "sees " + string.Join(", ", devices.Select(d => $"{d.Name} ({d.Product}, {d.Free} free)"));
        (string Tool, string Can)[] all =
        [
            ("llama-fit-params", "plan a model without loading it: localrig verify MODEL"),
            ("llama-server", "load a model: localrig verify FILE --load"),
            ("llama-bench", "measure: localrig bench FILE"),
        ];
        ImmutableArray<string> missing = [.. all.Where(a => tools.Find(a.Tool) is null).Select(a => $"It has no {a.Tool}, so LocalRig can't {a.Can.Split(':')[0]}.")];
        return new FoundRuntime("llama.cpp", tools.Title, $"{(folder.Length > 0 ? "in the folder named" : "on the path")}; {sees}", [.. all.Where(a => tools.Find(a.Tool) is not null).Select(a => a.Can)], [.. missing, .. Traps("llama-server", tools.Version)]);
    }

    private static async Task<FoundRuntime?> OllamaAsync(CancellationToken cancellation)
    {
        using JsonDocument? version = await LocalApi.Ollama.TryGetAsync("api/version", cancellation).ConfigureAwait(false);
        if (version is not null)
        {
            string number = version.RootElement.TryGetProperty("version", out JsonElement v) ? v.GetString() ?? "" : "";
            return new FoundRuntime("Ollama", number, $"answers at {LocalApi.Ollama.Address.Authority}", ["load a model: localrig verify MODEL --via ollama --tag NAME"], Traps("ollama", number));
        }

        return await ProgramAsync("Ollama", "ollama", "ollama", cancellation).ConfigureAwait(false) is FoundRuntime program ? program with { Found = program.Found + ", not running" } : null;
    }

    private static async Task<FoundRuntime?> LmStudioAsync(CancellationToken cancellation)
    {
        using JsonDocument? models = await LocalApi.LmStudio.TryGetAsync("api/v0/models", cancellation).ConfigureAwait(false);
        bool program = Program("lms") is not null;
        ImmutableArray<string> can = program ? ["estimate a model: localrig verify MODEL --via lm-studio --tag NAME"] : [];
        return models is not null ? new FoundRuntime("LM Studio", "", $"answers at {LocalApi.LmStudio.Address.Authority}", can, Traps("lm-studio", ""))
            : program ? new FoundRuntime("LM Studio", "", "its command lms is on the path; its server isn't running", can, Traps("lm-studio", ""))
            : null;
    }

    private static async Task<FoundRuntime?> VllmAsync(CancellationToken cancellation)
    {
        using JsonDocument? version = await LocalApi.Vllm.TryGetAsync("version", cancellation).ConfigureAwait(false);
        using JsonDocument? models = version is null ? null : await LocalApi.Vllm.TryGetAsync("v1/models", cancellation).ConfigureAwait(false);
        if (version is null || models is null)
        {
            return await ProgramAsync("vLLM", "vllm", "vllm", cancellation).ConfigureAwait(false);
        }

        string number = version.RootElement.TryGetProperty("version", out JsonElement v) ? v.GetString() ?? "" : "";
        return new FoundRuntime("vLLM", number, $"answers at {LocalApi.Vllm.Address.Authority}", [$"hold its cache pool against the plan: localrig watch {LocalApi.Vllm.Address.GetLeftPart(UriPartial.Authority)}"], Traps("vllm", number));
    }

    private static async Task<FoundRuntime?> ProgramAsync(string name, string program, string facts, CancellationToken cancellation)
    {
        if (Program(program) is not string file)
        {
            return null;
        }

        try
        {
            using ToolProcess said = await ToolProcess.RunAsync(file, ["--version"], LlamaTools.Patience, cancellation).ConfigureAwait(false);
            string version = said.All.SelectMany(l => l.Split(' ')).LastOrDefault(w => w.Length > 0 && (char.IsAsciiDigit(w[0]) || w.Length > 1 && w[0] == 'v' && char.IsAsciiDigit(w[1]))) ?? "";
            return new FoundRuntime(name, version, "on the path", [], Traps(facts, version));
        }
        catch (RequestException)
        {
            return new FoundRuntime(name, "", "on the path, and doesn't say its version", [], Traps(facts, ""));
        }
    }

    private static ImmutableArray<string> Traps(string runtime, string version) => [.. RuntimeFacts.Default.LimitsOf(runtime, version).Select(l => $"{l.Sentence} ({l.By.Source})")];
}

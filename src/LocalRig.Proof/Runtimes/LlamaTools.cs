using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using LocalRig.Contract;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Proof.Runtimes;

/// <summary>The tools of one llama.cpp on this machine.</summary>
/// <param name="Folder">The folder named for them; empty where they are found on the path.</param>
/// <param name="Version">Its version: <c>0.7.0</c>; empty for builds that have a number alone.</param>
/// <param name="Build">Its build number; 0 where it says none.</param>
internal sealed partial record LlamaTools(string Folder, string Version, int Build)
{
    /// <summary>What it has to say for itself; a busy machine starts it slowly.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Names = ["llama-fit-params", "llama-server", "llama-bench"];

    private static readonly (string Prefix, Backend Backend)[] Prefixes =
        [("CUDA", Backend.Cuda), ("ROCm", Backend.Rocm), ("Vulkan", Backend.Vulkan), ("MTL", Backend.Metal), ("Metal", Backend.Metal), ("SYCL", Backend.Sycl), ("RPC", Backend.Rpc)];

    /// <summary>How LocalRig names this engine: <c>llama.cpp@0.7.0</c>.</summary>
    public string Engine => Version.Length > 0 ? $"llama.cpp@{Version}" : Build > 0 ? $"llama.cpp@b{Build.ToString(CultureInfo.InvariantCulture)}" : "llama.cpp";

    /// <summary>How it names itself.</summary>
    public string Title => Version.Length > 0 && Build > 0 ? $"{Version} (b{Build.ToString(CultureInfo.InvariantCulture)})" : Version.Length > 0 ? Version : $"b{Build.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The file of a tool; null where it isn't there.</summary>
    public string? Find(string tool) => Find(Folder, tool);

    /// <summary>The file of a tool.</summary>
    /// <exception cref="RequestException">It isn't there.</exception>
    public string Need(string tool) => Find(tool) ?? throw Missing(Folder, tool);

    /// <summary>Finds a llama.cpp.</summary>
    /// <param name="folder">Where to look; empty for the path.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RequestException">There is none.</exception>
    public static async Task<LlamaTools> FindAsync(string folder, CancellationToken cancellation) =>
        await TryFindAsync(folder, cancellation).ConfigureAwait(false) ?? throw Missing(folder, Names[0]);

    /// <summary>Finds a llama.cpp; null where there is none.</summary>
    public static async Task<LlamaTools?> TryFindAsync(string folder, CancellationToken cancellation)
    {
        foreach (string name in Names)
        {
            if (Find(folder, name) is string tool)
            {
                using ToolProcess said = await ToolProcess.RunAsync(tool, ["--version"], Patience, cancellation).ConfigureAwait(false);
                return OfVersion(folder, said.All);
            }
        }

        return null;
    }

    /// <summary>The devices it sees, named as it names them, in the order it shares a model out to: what other machines lend comes first, wherever the list has it
    /// (llama_prepare_model_devices in llama.cpp).</summary>
    /// <param name="rpc">RPC servers to reach, or empty.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<ImmutableArray<SeenDevice>> DevicesAsync(string rpc, CancellationToken cancellation)
    {
        string tool = Find("llama-server") ?? Find("llama-bench") ?? throw Missing(Folder, "llama-server");
        using ToolProcess said = await ToolProcess.RunAsync(tool, rpc.Length > 0 ? ["--rpc", rpc, "--list-devices"] : ["--list-devices"], Patience, cancellation).ConfigureAwait(false);
        return Devices(said.All);
    }

    /// <summary>What <c>--version</c> prints: <c>version: 0.7.0 (build 11669, commit …)</c>, in older builds <c>version: 7950 (commit)</c>.</summary>
    internal static LlamaTools OfVersion(string folder, IEnumerable<string> lines)
    {
        string line = lines.FirstOrDefault(l => l.StartsWith("version:", StringComparison.Ordinal)) ?? "";
        Match named = NamedVersion().Match(line);
        if (named.Success)
        {
            return new LlamaTools(folder, named.Groups[1].Value, int.Parse(named.Groups[2].Value, CultureInfo.InvariantCulture));
        }

        Match numbered = NumberedVersion().Match(line);
        return new LlamaTools(folder, "", numbered.Success ? int.Parse(numbered.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
    }

    /// <summary>What <c>--list-devices</c> prints: <c>  CUDA0: NVIDIA GeForce RTX 3090 (24576 MiB, 24000 MiB free)</c>; the CUDA backend says compute capabilities before.</summary>
    internal static ImmutableArray<SeenDevice> Devices(IReadOnlyList<string> lines)
    {
        int[] capabilities = [.. lines.Select(l => Capability().Match(l)).Where(m => m.Success).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) * 10 + int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture))];
        ImmutableArray<SeenDevice>.Builder devices = ImmutableArray.CreateBuilder<SeenDevice>();
        foreach (Match match in lines.Select(l => DeviceLine().Match(l)).Where(m => m.Success))
        {
            string name = match.Groups[1].Value;
            (string Prefix, Backend Backend) kind = Array.Find(Prefixes, p => name.StartsWith(p.Prefix, StringComparison.Ordinal));
            if (kind.Prefix is null)
            {
                continue; // the processor's own libraries (BLAS) hold nothing of a model
            }

            int card = devices.Count(d => d.Backend == Backend.Cuda);
            devices.Add(new SeenDevice(name, match.Groups[2].Value, kind.Backend, Mebibytes(match.Groups[3].Value), Mebibytes(match.Groups[4].Value), kind.Backend == Backend.Cuda && card < capabilities.Length ? capabilities[card] : null));
        }

        return [.. devices.OrderBy(d => d.Backend != Backend.Rpc)];
    }

    private static string? Find(string folder, string tool)
    {
        string file = OperatingSystem.IsWindows() ? tool + ".exe" : tool;
        IEnumerable<string> folders = folder.Length > 0 ? [folder, Path.Combine(folder, "bin"), Path.Combine(folder, "build", "bin")]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists);
    }

    private static RequestException Missing(string folder, string tool) =>
        new(new Problem(
            ErrorCode.Runtime, folder.Length > 0 ? $"There is no {tool} in {folder}." : $"There is no {tool} on the path.",
            "Name the folder of llama.cpp's tools with --runtime DIR; `localrig runtimes` shows what was found.", "runtime"));

    private static ByteSize Mebibytes(string text) => new(long.Parse(text, CultureInfo.InvariantCulture) * ByteSize.BytesPerMebibyte);

    [GeneratedRegex(@"^version: (\d+\.\d+\.\d+)\S* \(build (\d+)")]
    private static partial Regex NamedVersion();

    [GeneratedRegex(@"^version: (\d+)")]
    private static partial Regex NumberedVersion();

    [GeneratedRegex(@"^\s+([A-Za-z]+\d+): (.*) \((\d+) MiB, (\d+) MiB free\)")]
    private static partial Regex DeviceLine();

    [GeneratedRegex(@"compute capability (\d+)\.(\d+)")]
    private static partial Regex Capability();
}

/// <summary>A device as a runtime sees it.</summary>
/// <param name="Name">The runtime's name for it: <c>CUDA0</c>.</param>
/// <param name="Product">What its driver calls it.</param>
/// <param name="Backend">What drives it.</param>
/// <param name="Memory">All its memory, to the MiB printed.</param>
/// <param name="Free">What is free of it.</param>
/// <param name="ComputeCapability">Of NVIDIA cards, where it was printed.</param>
internal sealed record SeenDevice(string Name, string Product, Backend Backend, ByteSize Memory, ByteSize Free, int? ComputeCapability);

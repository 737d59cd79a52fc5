using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Cli.Lookup;

/// <summary>The engines LocalRig has rules for, newest first.</summary>
internal sealed class EngineFinder(params IReadOnlyList<IEngine> engines) : IEngineFinder
{
    /// <summary>All engines of this build.</summary>
    public static EngineFinder Default { get; } = new(new LlamaCppEngine());

    /// <inheritdoc/>
    public IEngine Find(string? name)
    {
        string? engine = name?.Split('@')[0];
        IEngine? found = engines.FirstOrDefault(e => name is null || e.Name == name || name == engine && e.Name.StartsWith(engine + "@", StringComparison.Ordinal));
        IEngine? nearest = found ?? engines.FirstOrDefault(e => e.Name.StartsWith(engine + "@", StringComparison.Ordinal));
        return found ?? (nearest is null ? throw Unknown(name) : new OtherBuild(nearest, name!));
    }

    private RequestException Unknown(string? name) =>
        new(new Problem(
            ErrorCode.Usage, $"LocalRig has no rules for the engine {name ?? "llama.cpp"}.", $"It knows {string.Join(", ", engines.Select(e => e.Name))}.", "engine"));

    /// <summary>A build without rules of its own, planned by another build's, and named so in every answer.</summary>
    private sealed class OtherBuild(IEngine profile, string asked) : IEngine
    {
        public string Name { get; } = $"{profile.Name} (there is no profile for {asked})";

        public EngineAllocation Allocate(Model model, Workload workload, Placement placement, Rig rig) => profile.Allocate(model, workload, placement, rig);
    }
}

using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;

namespace LocalRig.Cli.Lookup;

/// <summary>The engines LocalRig has rules for, newest first.</summary>
internal sealed class EngineFinder(params IReadOnlyList<IEngine> engines) : IEngineFinder
{
    /// <summary>All engines of this build.</summary>
    public static EngineFinder Default { get; } = new(new LlamaCppEngine());

    /// <inheritdoc/>
    public IEngine Find(string? name)
    {
        IEngine? found = engines.FirstOrDefault(e => name is null || e.Name == name || e.Name.StartsWith(name + "@", StringComparison.Ordinal));
        return found
            ?? throw new RequestException(new Problem(
                ErrorCode.Usage, $"LocalRig has no rules for the engine {name ?? "llama.cpp"}.", $"It knows {string.Join(", ", engines.Select(e => e.Name))}.", "engine"));
    }
}

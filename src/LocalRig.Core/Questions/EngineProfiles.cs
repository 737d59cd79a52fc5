using System.Globalization;
using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Questions;

/// <summary>The engines LocalRig has rules for, newest first.</summary>
public sealed class EngineProfiles(params IReadOnlyList<IEngine> engines)
{
    private const string Llama = "llama.cpp";

    /// <summary>All engines of this build.</summary>
    public static EngineProfiles Default { get; } = new([.. LlamaCppProfile.All.Select(p => new LlamaCppEngine(p))]);

    /// <summary>The profile for a name and version, the newest for null.</summary>
    /// <exception cref="RequestException">LocalRig has no such engine.</exception>
    public IEngine Find(string? name)
    {
        string? engine = name?.Split('@')[0];
        IEngine? found = engines.FirstOrDefault(e => name is null || e.Name == name || name == engine && IsOf(e, engine));
        IEngine[] profiles = [.. engines.Where(e => IsOf(e, engine))];
        if (found is null && engine == Llama && BuildOf(name!) < LlamaCppProfile.FirstWithWantedRows && profiles.Length > 0)
        {
            return new OtherBuild(new LlamaCppEngine(LlamaCppProfile.Earlier), name!);
        }

        if (found is null && engine == Llama && BuildOf(name!) < LlamaCppProfile.FirstWithoutRows && profiles.Length > 0)
        {
            return new OtherBuild(new LlamaCppEngine(LlamaCppProfile.WithRows), name!);
        }

        IEngine? nearest = found ?? profiles.Where(e => NotNewer(e, name!)).MaxBy(e => Version(e.Name)) ?? profiles.MinBy(e => Version(e.Name));
        return nearest is null ? throw Unknown(name)
            : found is not null || IsBuild(nearest, name!) ? nearest
            : new OtherBuild(nearest, name!);
    }

    private static bool IsOf(IEngine engine, string? name) => engine.Name.StartsWith(name + "@", StringComparison.Ordinal);

    /// <summary>Whether rules are of the version asked for or an older one; builds (<c>b11669</c>) count where the version's is known.</summary>
    private static bool NotNewer(IEngine engine, string name) =>
        BuildOf(name) is int build
            ? engine is LlamaCppEngine { Profile.Build: var known } && known <= build
            : Version(name) is Version asked && Version(engine.Name) <= asked;

    private static bool IsBuild(IEngine engine, string name) => engine is LlamaCppEngine { Profile.Build: > 0 and var known } && BuildOf(name) == known;

    /// <summary>The build that a name gives: <c>llama.cpp@b11669</c>, or by its day <c>llama.cpp@2025-03-28</c>.</summary>
    private static int? BuildOf(string name)
    {
        string version = name[(name.IndexOf('@') + 1)..];
        return DateOnly.TryParseExact(version, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? EngineAge.BuildOn(day)
            : int.TryParse(version.TrimStart('b'), NumberStyles.None, CultureInfo.InvariantCulture, out int build) ? build
            : null;
    }

    private static Version? Version(string name) => System.Version.TryParse(name[(name.IndexOf('@') + 1)..], out Version? version) ? version : null;

    private RequestException Unknown(string? name) =>
        new(new Problem(
            ErrorCode.Usage, $"LocalRig has no rules for the engine {name ?? "llama.cpp"}.", Hint(name), "engine"));

    private string Hint(string? name) =>
        name is not null && (name.StartsWith("vllm", StringComparison.OrdinalIgnoreCase) || name.StartsWith("sglang", StringComparison.OrdinalIgnoreCase))
            ? $"`localrig serve MODEL --runtime {name.Split('@')[0].ToLowerInvariant()}` answers for it."
            : $"It knows {string.Join(", ", engines.Select(e => e.Name))}.";

    /// <summary>A build without rules of its own, planned by another build's, and named so in every answer.</summary>
    private sealed class OtherBuild(IEngine profile, string asked) : IEngine
    {
        public string Name { get; } = $"{profile.Name} (there is no profile for {asked})";

        public int Build { get; } = BuildOf(asked) ?? profile.Build;

        public EngineAllocation Allocate(Model model, Workload workload, Placement placement, Rig rig)
        {
            EngineAllocation plan = profile.Allocate(model, workload, placement, rig);
            return plan.BoundedBecause.Length > 0 ? plan : plan with { BoundedBecause = $"There is no profile for {asked}; {profile.Name}'s rules stand in, and other builds differ in compute buffers." };
        }

        public EngineAllocation? AllocateStored(Model model, Workload workload, Placement placement, Rig rig) => profile.AllocateStored(model, workload, placement, rig);
    }
}

using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Rigs;

namespace LocalRig.Cli.Lookup;

/// <summary>Finds the model a request names.</summary>
internal interface IModelFinder
{
    /// <summary>Opens it: a file, an address, a catalogue model.</summary>
    /// <exception cref="RequestException">There is none, or it cannot be read.</exception>
    Task<Model> FindAsync(PlanRequest request, CancellationToken cancellation);

    /// <summary>Quantizations to try where a request names none, best first; empty for a file, which has its own.</summary>
    IReadOnlyList<string> Quantizations(PlanRequest request);

    /// <summary>The models known by name.</summary>
    IEnumerable<CatalogModel> Listed { get; }
}

/// <summary>Finds the rig a request names.</summary>
internal interface IRigFinder
{
    /// <summary>The rig: described, from the catalogue, or this machine.</summary>
    /// <exception cref="RequestException">There is none.</exception>
    Task<Rig> FindAsync(PlanRequest request, CancellationToken cancellation);
}

/// <summary>Finds the engine a request names.</summary>
internal interface IEngineFinder
{
    /// <summary>The profile for a name and version, the newest for null.</summary>
    /// <exception cref="RequestException">LocalRig has no such engine.</exception>
    IEngine Find(string? name);
}

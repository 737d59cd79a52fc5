using LocalRig.Advice.Quants;
using LocalRig.Catalog;
using LocalRig.Rigs;

namespace LocalRig.Answers;

/// <summary>A model's quantizations on a machine.</summary>
/// <param name="Model">The model.</param>
/// <param name="Rig">The machine.</param>
/// <param name="Quants">The quantizations, and which to take.</param>
public sealed record QuantsAnswer(CatalogModel Model, Rig Rig, QuantAnswer Quants);

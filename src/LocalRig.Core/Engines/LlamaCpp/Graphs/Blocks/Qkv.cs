using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>Queries, keys and values of one layer, each [length, heads, tokens].</summary>
/// <param name="Q">Queries.</param>
/// <param name="K">Keys.</param>
/// <param name="V">Values.</param>
internal readonly record struct Qkv(GraphTensor Q, GraphTensor K, GraphTensor V);

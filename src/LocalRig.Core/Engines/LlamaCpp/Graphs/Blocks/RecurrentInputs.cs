using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>Inputs of recurrent layers: which state row each sequence continues from (llm_graph_input_rs).</summary>
/// <param name="All">Rows of all sequences.</param>
/// <param name="Main">Rows of the batch's sequences.</param>
/// <param name="Extra">Rows of the other sequences, which only move.</param>
internal sealed record RecurrentInputs(GraphTensor All, GraphTensor Main, GraphTensor Extra);

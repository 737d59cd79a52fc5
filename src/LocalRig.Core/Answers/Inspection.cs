using LocalRig.Models;

namespace LocalRig.Answers;

/// <summary>What a model's header says.</summary>
/// <param name="Model">The model.</param>
/// <param name="EveryTensor">Whether every tensor is listed.</param>
public sealed record Inspection(Model Model, bool EveryTensor);

using LocalRig.Planning;
using LocalRig.Quantization;

namespace LocalRig.Site.Facts;

/// <summary>What a model takes with a context.</summary>
/// <param name="Context">Tokens.</param>
/// <param name="Cache">Type of the cache.</param>
/// <param name="Plan">The plan, everything on one card that is large enough for anything; null where the engine refuses it.</param>
/// <param name="Asked">The question it answers.</param>
internal sealed record ContextMemory(int Context, TensorType Cache, MemoryPlan? Plan, Asked Asked);

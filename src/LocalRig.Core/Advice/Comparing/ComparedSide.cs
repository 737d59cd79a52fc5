using LocalRig.Planning;

namespace LocalRig.Advice.Comparing;

/// <summary>One of two configurations beside each other.</summary>
/// <param name="Plan">Its plan, with forecast and largest context.</param>
/// <param name="Cost">What its rig's devices cost, as far as anybody says.</param>
public sealed record ComparedSide(MemoryPlan Plan, HardwareCost Cost);

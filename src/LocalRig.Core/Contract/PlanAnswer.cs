using LocalRig.Forecasting;
using LocalRig.Planning;

namespace LocalRig.Contract;

/// <summary>The whole answer to a request: what the model takes and how fast it will run.</summary>
/// <param name="Plan">Memory, placement, verdict.</param>
/// <param name="Forecast">Speed.</param>
public sealed record PlanAnswer(MemoryPlan Plan, Forecast Forecast);

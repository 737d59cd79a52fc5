using System.Collections.Immutable;
using LocalRig.Planning;
using LocalRig.Runtimes;
using LocalRig.Runtimes.Keeping;

namespace LocalRig.Answers;

/// <summary>How to run a plan.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Commands">One per runtime.</param>
public sealed record CommandsAnswer(MemoryPlan Plan, ImmutableArray<RuntimeCommand> Commands)
{
    /// <summary>The file to keep, where one was asked for.</summary>
    public KeptFile? Kept { get; init; }
}

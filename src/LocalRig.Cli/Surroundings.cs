using LocalRig.Cli.Lookup;

namespace LocalRig.Cli;

/// <summary>Everything outside that commands need; tests give their own.</summary>
/// <param name="Terminal">Where to read and write.</param>
/// <param name="Models">How models are found.</param>
/// <param name="Rigs">How rigs are found.</param>
/// <param name="Engines">How engines are found.</param>
internal sealed record Surroundings(Terminal Terminal, IModelFinder Models, IRigFinder Rigs, IEngineFinder Engines)
{
    /// <summary>What day it is.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Today, where the user is.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Time.GetLocalNow().Date);
}

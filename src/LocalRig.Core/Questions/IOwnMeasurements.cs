using System.Collections.Immutable;
using LocalRig.Rigs;

namespace LocalRig.Questions;

/// <summary>What was measured on the machine LocalRig runs on. A port of the desk.</summary>
public interface IOwnMeasurements
{
    /// <summary>Measurements on a machine, newest first; empty where there are none or they can't be read.</summary>
    /// <param name="machine">The machine as it was found.</param>
    ImmutableArray<MeasuredSpeed> MeasuredOn(Rig machine);
}

/// <summary>None: what a browser has.</summary>
internal sealed class NoOwnMeasurements : IOwnMeasurements
{
    /// <inheritdoc/>
    public ImmutableArray<MeasuredSpeed> MeasuredOn(Rig machine) => [];
}

using System.Collections.Immutable;
using LocalRig.Local.Probes;
using LocalRig.Local.Sources;
using LocalRig.Questions;
using LocalRig.Rigs;

namespace LocalRig.Local.Desks;

/// <summary>The desk of a native program: it reaches files, the network and this machine's hardware.</summary>
public static class NativeDesk
{
    /// <summary>One with the user's own catalogue files.</summary>
    /// <param name="time">The clock; the system's by default.</param>
    /// <param name="waiting">Told each second what is waited for on the network; null for nobody.</param>
    /// <param name="own">What was measured on this machine; null for nothing.</param>
    public static Desk Make(TimeProvider? time = null, Action<string>? waiting = null, IOwnMeasurements? own = null) =>
        new()
        {
            Catalogue = new UserCatalog(time ?? TimeProvider.System).Current,
            Files = new ReachableModels(waiting),
            Machine = new ProbedMachine(new LastLook(LastLook.UsualFolder, time ?? TimeProvider.System)),
            Documents = new DocumentFiles(),
            Own = own ?? new NothingMeasured(),
            Time = time ?? TimeProvider.System,
        };

    private sealed class NothingMeasured : IOwnMeasurements
    {
        public ImmutableArray<MeasuredSpeed> MeasuredOn(Rig machine) => [];
    }
}

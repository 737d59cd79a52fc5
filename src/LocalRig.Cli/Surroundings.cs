using LocalRig.Ledger;
using LocalRig.Questions;

namespace LocalRig.Cli;

/// <summary>What a command line runs in; tests give their own.</summary>
/// <param name="Terminal">Where to read and write.</param>
/// <param name="Desk">Where questions are asked.</param>
/// <param name="Signals">What ends the process; null where nothing does.</param>
/// <param name="Ledger">Where the ledger is; null for the user's own.</param>
internal sealed record Surroundings(Terminal Terminal, Desk Desk, EndSignals? Signals = null, string? Ledger = null)
{
    /// <summary>Where the ledger is.</summary>
    public string LedgerPlace => Ledger ?? EvidenceStores.Place;
}

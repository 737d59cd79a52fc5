using System.Globalization;
using LocalRig.LedgerTrial;

// Puts a ledger through what it promises. PLACE is a file that isn't there yet, or a PostgreSQL address of an empty database.
//   LedgerTrial kill PLACE ROUNDS    a process that writes is killed (SIGKILL) as often; nothing acknowledged may be lost, nothing half there
//   LedgerTrial speed PLACE ROWS     imports rows in sessions of eight, looks up, and says times, memory and bytes on the disk; with "scattered", rows in no order at all
//   LedgerTrial write PLACE SEED     writes until it is killed (used by kill)
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int UsualRounds = 500;
const int UsualRows = 1_000_000;
return args switch
{
    ["kill", var place, .. var rest] => KillTrial.Run(place, rest is [var rounds, ..] ? int.Parse(rounds) : UsualRounds),
    ["speed", var place, .. var rest] => SpeedTrial.Run(place, rest is [var rows, ..] ? int.Parse(rows) : UsualRows, rest is [_, "scattered"] ? 1 : Samples.Session),
    ["write", var place, var seed] => KillTrial.Write(place, int.Parse(seed)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("LedgerTrial kill PLACE [ROUNDS] | speed PLACE [ROWS [scattered]]");
    return 2;
}

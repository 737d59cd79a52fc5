using LocalRig.Cli;
using LocalRig.Ledger;
using LocalRig.Local.Desks;

StandardDescriptors.Fill();
ShortLife.Begin();
using EndSignals signals = new();
return await GuardedOutput.RunAsync(Terminal.OfProcess, terminal => CommandLineApp.RunAsync(args, new Surroundings(terminal, NativeDesk.Make(waiting: WaitingLine.Of(terminal.Error), own: new LedgerMeasurements(static () => EvidenceStores.Place)), signals)));

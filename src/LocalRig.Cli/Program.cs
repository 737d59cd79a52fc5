using LocalRig.Cli;
using LocalRig.Local.Desks;

ShortLife.Begin();
using Terminal terminal = Terminal.OfProcess();
return await CommandLineApp.RunAsync(args, new Surroundings(terminal, NativeDesk.Make()));

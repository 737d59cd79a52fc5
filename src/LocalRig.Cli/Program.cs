using LocalRig.Cli;
using LocalRig.Cli.Lookup;

ShortLife.Begin();
using Terminal terminal = Terminal.OfProcess();
return await CommandLineApp.RunAsync(args, new Surroundings(terminal, new ModelFinder(), new RigFinder(), EngineFinder.Default));

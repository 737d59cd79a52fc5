using System.Collections.Immutable;
using System.CommandLine;
using LocalRig.Advice;
using LocalRig.Advice.Matching;
using LocalRig.Catalog;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Rigs;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig</c> alone: what this machine is and what it runs.</summary>
internal static class HomeCommand
{
    public static void AddTo(RootCommand root, Surroundings surroundings)
    {
        Option<string?> rigName = new("--rig") { Description = "another machine than this one: rtx-3090, \"2x rtx-3090\", gpu:24GB", HelpName = "RIG" };
        Option<bool> all = new("--all") { Description = "every model of the catalogue, not just the best" };
        Option<bool> json = SharedOptions.Json();
        root.Add(rigName);
        root.Add(all);
        root.Add(json);
        root.SetAction(async (parsed, cancellation) =>
        {
            RigRequest wanted = parsed.GetValue(rigName) is string name ? new NamedRig(name) : new ThisMachineRig();
            PlanRequest request = new() { Rig = wanted };
            Rig rig = await surroundings.Rigs.FindAsync(request, cancellation);
            IEngine engine = surroundings.Engines.Find(null);
            ImmutableArray<SurveyLine> lines = HardwareMatch.Of("", rig, Survey.Of(surroundings.Models.Listed, rig, engine, request.Question, caches: true), Usable.Default).Lines;
            if (parsed.GetValue(json))
            {
                surroundings.Terminal.Output.WriteLine(PlanResultWriter.Text(false, w => SurveyWriter.Write(w, rig, [.. lines, .. TooLarge.Of(surroundings.Models.Listed, lines, rig, engine, request.Question)])));
            }
            else
            {
                surroundings.Terminal.Draw(HomeScreen.Of(rig, lines, parsed.GetValue(all), surroundings.Terminal.Width));
                surroundings.Terminal.Output.WriteLine(HomeScreen.Commands(lines, parsed.GetValue(rigName)));
            }

            return 0;
        });
    }
}

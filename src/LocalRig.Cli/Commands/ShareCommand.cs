using System.CommandLine;
using System.Globalization;
using LocalRig.Contract;
using LocalRig.Ledger;
using LocalRig.Questions;
using LocalRig.Rigs;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig share FILE</c>: this machine's usable measurements in one file, shown in full before it is written. Nothing is sent.</summary>
internal static class ShareCommand
{
    /// <summary>Its name.</summary>
    public const string Name = "share";

    /// <summary>What it does.</summary>
    public const string Sentence = "Write this machine's results into one file that others can import; shown in full first, nothing is sent.";

    public static Command Make(Surroundings surroundings)
    {
        Command command = new(Name, Sentence);
        Argument<string?> file = new("FILE") { Description = "the file to write", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> yes = new("--yes") { Description = "write it without asking; it is shown all the same" };
        command.Add(file);
        command.Add(yes);
        command.SetAction(async (parsed, cancellation) =>
        {
            string name = parsed.GetValue(file) ?? throw new RequestException(new Problem(ErrorCode.Usage, "No file given to write the results into.", "Name one: localrig share results.jsonl.", "FILE"));
            if (File.Exists(name))
            {
                throw new RequestException(new Problem(ErrorCode.Usage, $"{name} is there already.", "Name a new file.", "FILE"));
            }

            MachineReport machine = await surroundings.Desk.AskAsync(AskDoctor.Question, new DoctorRequest(), cancellation: cancellation);
            string[] lines = Lines(surroundings, machine.Rig);
            foreach (string line in lines)
            {
                await surroundings.Terminal.Output.WriteLineAsync(line);
            }

            if (lines.Length == 0)
            {
                throw new RequestException(new Problem(ErrorCode.Usage, "There is nothing to share: nothing was measured on this machine yet.", "Measure first: localrig bench FILE.", "FILE"));
            }

            if (!parsed.GetValue(yes) && !await AgreedAsync(surroundings.Terminal, lines.Length, name))
            {
                await surroundings.Terminal.Error.WriteLineAsync("Nothing was written.");
                return 0;
            }

            await File.WriteAllLinesAsync(name, lines, cancellation);
            await surroundings.Terminal.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{lines.Length} records are in {name}. Others read it with `localrig evidence import`."));
            return 0;
        });
        return command;
    }

    /// <summary>The records as others may have them: a file's name can hold a person's, so only the catalogue's and plain names of models go out.</summary>
    private static string[] Lines(Surroundings surroundings, Rig machine)
    {
        using IEvidenceStore store = EvidenceStores.Open(surroundings.LedgerPlace, surroundings.Desk.Time);
        return [.. store.List(new EvidenceFilter { Machine = LedgerMeasurements.Fingerprint(machine), Kind = RecordKind.Measurement, Usable = true })
            .Select(s => RecordJson.Line(s.Record with { Who = "community", Source = "" }))];
    }

    private static async Task<bool> AgreedAsync(Terminal terminal, int count, string name)
    {
        await terminal.Output.FlushAsync();
        await terminal.Error.WriteAsync($"Write these {count} records to {name}? [y/N] ");
        return (await terminal.Input.ReadLineAsync())?.Trim() is "y" or "Y" or "yes";
    }
}

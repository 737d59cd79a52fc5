using System.CommandLine;
using System.Globalization;
using LocalRig.Contract;
using LocalRig.Ledger;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig ledger check</c>: whether the ledger is whole.</summary>
internal static class LedgerCommand
{
    /// <summary>Its name.</summary>
    public const string Name = "ledger";

    /// <summary>What it does.</summary>
    public const string Sentence = "Check the ledger: every record is what was written, and nothing is half there.";

    public static Command Make(Surroundings surroundings)
    {
        Command command = new(Name, Sentence);
        Command check = new("check", Sentence);
        check.SetAction(_ =>
        {
            using IEvidenceStore store = EvidenceStores.Open(surroundings.LedgerPlace, surroundings.Desk.Time);
            LedgerCheck found = store.Check();
            if (!found.Wrong.IsEmpty)
            {
                const int Shown = 10;
                throw new LedgerException($"{store.Name}: {string.Join("; ", found.Wrong.Take(Shown))}{(found.Wrong.Length > Shown ? $" and {found.Wrong.Length - Shown} more" : "")}.", "Export what can be read, and import it into a new ledger.");
            }

            surroundings.Terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{store.Name}: {found.Records:N0} records, {found.Bytes / 1e6:0.0} MB, whole."));
            return 0;
        });
        command.Add(check);
        return command;
    }
}

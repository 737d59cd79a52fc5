using System.CommandLine;
using LocalRig.Cli.Faces;
using LocalRig.Cli.Rendering;
using LocalRig.Ledger;
using LocalRig.Proof.Benching;
using LocalRig.Proof.Runtimes;
using LocalRig.Proof.Verifying;
using LocalRig.Proof.Watching;

namespace LocalRig.Cli.Commands;

/// <summary>Commands that ask this machine's own runtimes and its ledger. No other face has them.</summary>
internal static class ProofCommands
{
    private const int Disagrees = 6; // docs/errors.md
    private const string WatchName = "watch";

    /// <summary>Every command with what it does.</summary>
    public static (string Name, string Sentence)[] Named { get; } =
    [
        ("verify", AskVerify.Question.Sentence),
        ("bench", "Measure a model's speeds on this machine, beside forecast and ceiling; later forecasts are calibrated by it."),
        (WatchName, Watch.Sentence),
        ("runtimes", AskRuntimes.Question.Sentence),
        (EvidenceCommand.Name, EvidenceCommand.Sentence),
        (ShareCommand.Name, ShareCommand.Sentence),
        (LedgerCommand.Name, LedgerCommand.Sentence),
    ];

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => Named.Select(n => n.Name);

    /// <summary>One of them.</summary>
    public static Command Make(string name, Surroundings surroundings) =>
        name switch
        {
            "verify" => QuestionCommand.Make(name, AskVerify.Question.Sentence, Verify(surroundings), surroundings),
            "bench" => Bench(surroundings),
            WatchName => QuestionCommand.Make(name, Watch.Sentence, new WatchFace(new Watch()) { Options = WatchFace.Own }, surroundings),
            "runtimes" => QuestionCommand.Make(name, AskRuntimes.Question.Sentence, new Face<RuntimesRequest, FoundRuntimes>(AskRuntimes.Question, s => s.Terminal.Draw(RuntimesScreen.Of(s.Answer))), surroundings),
            EvidenceCommand.Name => EvidenceCommand.Make(surroundings),
            ShareCommand.Name => ShareCommand.Make(surroundings),
            _ => LedgerCommand.Make(surroundings),
        };

    private static Face<VerifyRequest, VerifyReport> Verify(Surroundings surroundings) =>
        new(AskVerify.Question, s => s.Terminal.Draw(VerifyScreen.Of(s.Answer)))
        {
            Code = (report, _) =>
            {
                Keep(VerifyRecords.Of(report, surroundings.Desk.Time.GetUtcNow()), surroundings);
                return report.Agrees ? 0 : Disagrees;
            },
        };

    private static Command Bench(Surroundings surroundings)
    {
        CancellationTokenSource stop = new();
        IDisposable? listening = null;
        Action<string> progress = text =>
        {
            listening ??= surroundings.Signals?.Instead(stop.Cancel); // the first Ctrl-C ends the test that runs; everything before is kept
            if (text.Length > 0)
            {
                surroundings.Terminal.Error.WriteLine(text);
            }
        };
        var question = AskBench.Question(() => surroundings.LedgerPlace, progress, stop.Token);
        return QuestionCommand.Make("bench", question.Sentence, new Face<BenchRequest, BenchReport>(question, s => s.Terminal.Draw(BenchScreen.Of(s.Answer))), surroundings);
    }

    /// <summary>Keeps records; what was found out is told all the same where that fails.</summary>
    private static void Keep(IReadOnlyList<EvidenceRecord> records, Surroundings surroundings)
    {
        try
        {
            using IEvidenceStore store = EvidenceStores.Open(surroundings.LedgerPlace, surroundings.Desk.Time);
            store.Append(records);
        }
        catch (LedgerException closed)
        {
            surroundings.Terminal.Output.Flush();
            surroundings.Terminal.Error.WriteLine($"localrig: {closed.Message} {closed.Hint}");
        }
    }
}

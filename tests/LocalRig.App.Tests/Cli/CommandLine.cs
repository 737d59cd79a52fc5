using LocalRig.Ledger;
using LocalRig.Local.Desks;
using LocalRig.Catalog;
using LocalRig.Cli;
using LocalRig.Contract;
using LocalRig.Questions;
using LocalRig.Core.Tests.Planning;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Rigs;

namespace LocalRig.App.Tests.Cli;

/// <summary>Runs command lines in process with sample models, rigs and a hand-checkable engine.</summary>
internal static class CommandLine
{
    public static async Task<Answer> RunAsync(string[] args, string input = "", int width = 80, bool colour = false, Rig? rig = null)
    {
        StringWriter output = new();
        StringWriter error = new();
        using Terminal terminal = new(new StringReader(input), output, error, width, colour);
        Desk desk = new() { Files = new SampleModels(), Machine = new SampleMachine(rig ?? Samples.Rig(8)), Engines = new EngineProfiles(new PlainEngine()), Documents = new DocumentFiles(), Time = new FixedDay() };
        Surroundings surroundings = new(terminal, desk);
        int code = await CommandLineApp.RunAsync(args, surroundings);
        return new Answer(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs the program with its own catalogue, rigs and engine.</summary>
    public static async Task<Answer> RealAsync(string[] args, int width = 80, TimeProvider? time = null, string input = "", string? ledger = null)
    {
        StringWriter output = new();
        StringWriter error = new();
        using Terminal terminal = new(new StringReader(input), output, error, width, colour: false);
        int code = await CommandLineApp.RunAsync(args, new Surroundings(terminal, NativeDesk.Make(time, own: ledger is null ? null : new LedgerMeasurements(() => ledger)), Ledger: ledger ?? Path.Combine(Path.GetTempPath(), $"localrig-tests-{Environment.ProcessId}.db")));
        return new Answer(code, output.ToString(), error.ToString());
    }

    /// <summary>The day the price list was collected, at noon.</summary>
    private sealed class FixedDay : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }

    public sealed record Answer(int Code, string Output, string Error);

    private static readonly Metadata Newthing = new(new Dictionary<string, object>
    {
        ["general.architecture"] = "newthing",
        ["newthing.embedding_length"] = 64L,
        ["newthing.attention.head_count"] = 4L,
    });

    private sealed class SampleModels : IModelFiles
    {
        private static readonly string[] Names = ["dense", "experts", "unknown", "crash", "missing", "nope"];

        public bool IsLocation(string model) => Names.Contains(model);

        public bool IsHere(string model) => IsLocation(model);

        public string? Stamp(string location) => "";

        public Task<Model> OpenAsync(string location, string? quant, CancellationToken cancellation) =>
            location switch
            {
                "dense" => Task.FromResult(Samples.Model()),
                "experts" => Task.FromResult(Samples.Model(experts: true)),
                "unknown" => Task.FromResult(Samples.Model() with { Architecture = null, Id = "unknown", Metadata = Newthing }),
                "crash" => throw new InvalidOperationException("boom"),
                _ => throw new RequestException(new Problem(ErrorCode.ModelNotFound, $"There is no model {location}.", "See `localrig models`.", location)),
            };
    }

    private sealed class SampleMachine(Rig rig) : IMachine
    {
        public Task<MachineReport> DetectAsync(TimeSpan? wait, CancellationToken cancellation) => Task.FromResult(new MachineReport(rig, []));
    }
}

using LocalRig.Catalog;
using LocalRig.Cli;
using LocalRig.Cli.Lookup;
using LocalRig.Contract;
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
        Surroundings surroundings = new(terminal, new SampleModels(), new SampleRigs(rig ?? Samples.Rig(8)), new SampleEngines()) { Time = new FixedDay() };
        int code = await CommandLineApp.RunAsync(args, surroundings);
        return new Answer(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs the program with its own catalogue, rigs and engine.</summary>
    public static async Task<Answer> RealAsync(string[] args, int width = 80, TimeProvider? time = null, string input = "")
    {
        StringWriter output = new();
        StringWriter error = new();
        using Terminal terminal = new(new StringReader(input), output, error, width, colour: false);
        int code = await CommandLineApp.RunAsync(args, new Surroundings(terminal, new ModelFinder(), new RigFinder(), EngineFinder.Default) { Time = time ?? TimeProvider.System });
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

    private sealed class SampleModels : IModelFinder
    {
        public IReadOnlyList<string> Quantizations(PlanRequest request) => [];

        public IEnumerable<CatalogModel> Listed => ModelCatalog.Default.Models;

        public Task<Model> FindAsync(PlanRequest request, CancellationToken cancellation) =>
            request.Model switch
            {
                "dense" => Task.FromResult(Samples.Model()),
                "experts" => Task.FromResult(Samples.Model(experts: true)),
                "unknown" => Task.FromResult(Samples.Model() with { Architecture = null, Id = "unknown", Metadata = Newthing }),
                "crash" => throw new InvalidOperationException("boom"),
                _ => throw new RequestException(new Problem(ErrorCode.ModelNotFound, $"There is no model {request.Model}.", "See `localrig models`.", request.Model)),
            };
    }

    private sealed class SampleRigs(Rig rig) : IRigFinder
    {
        public Task<Rig> FindAsync(PlanRequest request, CancellationToken cancellation) =>
            request.Rig switch
            {
                DescribedRig described => Task.FromResult(described.Rig),
                NamedRig { Text: var text } => throw new RequestException(new Problem(ErrorCode.RigUnknown, $"There is no rig {text}.", "", "rig")),
                _ => Task.FromResult(rig),
            };
    }

    private sealed class SampleEngines : IEngineFinder
    {
        public IEngine Find(string? name) => new PlainEngine();
    }
}

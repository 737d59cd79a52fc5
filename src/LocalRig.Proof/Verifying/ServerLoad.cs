using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Proof.Runtimes;
using LocalRig.Questions;
using LocalRig.Units;

namespace LocalRig.Proof.Verifying;

/// <summary>Loads a plan with llama-server: the buffers it prints, free memory before and while it is loaded, and a short answer's speed.</summary>
internal static class ServerLoad
{
    private const int AnswerTokens = 32; // enough to leave the first, slow tokens behind
    private const int PromptTokens = 64;

    // Weights that a driver moves to main memory are read over PCI Express, several times more slowly than from any card; half of the slow end of the
    // forecast's interval is beyond what forecasts are ever off on cards.
    private const double SpilledShare = 0.5;

    /// <summary>Verifies.</summary>
    public static async Task<VerifyReport> RunAsync(VerifyRequest request, PlannedRun run, Inquiry inquiry)
    {
        string tool = run.Tools.Need("llama-server");
        MemoryPlan plan = await PlannedRun.PlanAsync(run.Request, inquiry).ConfigureAwait(false);
        if (!PlannedRun.IsHere(plan))
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"{plan.Model.Id} is no file on this machine, so it can't be loaded.", "Name the file; without --load it is verified before the download.", "model"));
        }

        List<string> arguments = [.. PlannedRun.Arguments(plan, plan.Model.Source, request.Rpc), "-lv", "4"];
        Dictionary<string, ByteSize> before = await FreeAsync(run, request.Rpc, inquiry).ConfigureAwait(false);
        await using LlamaServer server = await LlamaServer.StartAsync(tool, arguments, inquiry.Cancellation).ConfigureAwait(false);
        Dictionary<string, ByteSize> loaded = await FreeAsync(run, request.Rpc, inquiry).ConfigureAwait(false);
        double? speed = await SpeedAsync(server, inquiry.Cancellation).ConfigureAwait(false);
        await server.Process.StopAsync().ConfigureAwait(false);

        IReadOnlyList<string> lines = server.Process.All;
        ImmutableArray<VerifiedPart> parts = run.Compare(plan.AsLoaded, PrintedBuffers.OfServer(lines), ModelPart.Weights, ModelPart.Context, ModelPart.Compute, ModelPart.Output);
        bool spilled = speed is double rate && plan.Rig.Devices.Length > 0 && !plan.Spills && plan.Forecast is { } forecast && rate < forecast.Decode.Low * SpilledShare;
        return new VerifyReport
        {
            Runtime = $"llama.cpp {run.Tools.Title}",
            Method = "loaded",
            Plan = plan,
            Machine = Ledger.LedgerMeasurements.Fingerprint(run.Machine),
            Parts = parts,
            Free = [.. before.Where(b => loaded.ContainsKey(b.Key)).Select(b => new FreeMemory(b.Key, b.Value, loaded[b.Key]))],
            TokensPerSecond = speed,
            Spilled = spilled,
            Tolerance = request.Tolerance,
            Notes = [.. run.Notes, "llama-server loaded your file and printed its buffers, to a hundredth of a MiB each.", .. Differences.Explain(plan, parts, PrintedBuffers.AreMapped(lines)), .. Speed(plan, speed, spilled)],
        };
    }

    private static IEnumerable<string> Speed(MemoryPlan plan, double? speed, bool spilled)
    {
        if (speed is double rate && plan.Forecast is { } forecast)
        {
            yield return spilled
                ? $"It answers with {rate:0.##} tokens/s where {forecast.Decode.Low:0.##} to {forecast.Decode.High:0.##} were forecast: part of the model is not where the runtime says. Drivers move what doesn't fit to main memory without a word (on Windows \"shared GPU memory\")."
                : $"A short answer came with {rate:0.##} tokens/s; the forecast is {forecast.Decode.Low:0.##} to {forecast.Decode.High:0.##} with the context half full. `localrig bench` measures properly.";
        }
    }

    /// <summary>Tokens of a short answer per second, by the server's own clock (tools/server/README.md, timings); null where it gives none.</summary>
    private static async Task<double?> SpeedAsync(LlamaServer server, CancellationToken cancellation)
    {
        string prompt = string.Join(',', Enumerable.Range(1, PromptTokens).Select(i => (i % 100 + 3).ToString(CultureInfo.InvariantCulture)));
        using JsonDocument? document = await server.CompleteAsync($$"""{"prompt":[{{prompt}}],"n_predict":{{AnswerTokens}},"ignore_eos":true,"cache_prompt":false}""", cancellation).ConfigureAwait(false);
        return document is not null && document.RootElement.TryGetProperty("timings", out JsonElement timings) && timings.TryGetProperty("predicted_per_second", out JsonElement rate) && rate.ValueKind == JsonValueKind.Number ? rate.GetDouble() : null;
    }

    private static async Task<Dictionary<string, ByteSize>> FreeAsync(PlannedRun run, string rpc, Inquiry inquiry)
    {
        Dictionary<string, ByteSize> free = (await run.Tools.DevicesAsync(rpc, inquiry.Cancellation).ConfigureAwait(false)).ToDictionary(d => d.Name, d => d.Free);
        if (FreeHost() is ByteSize host)
        {
            free[PrintedBuffers.Host] = host;
        }

        return free;
    }

    /// <summary>Main memory that programs can have (Linux, proc(5), MemAvailable); null elsewhere.</summary>
    private static ByteSize? FreeHost()
    {
        const string File = "/proc/meminfo";
        string? line = OperatingSystem.IsLinux() ? System.IO.File.ReadLines(File).FirstOrDefault(static l => l.StartsWith("MemAvailable:", StringComparison.Ordinal)) : null;
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kibibytes, ..] && long.TryParse(kibibytes, CultureInfo.InvariantCulture, out long known) ? new ByteSize(known * ByteSize.BytesPerKibibyte) : null;
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LocalRig.Planning;
using LocalRig.Proof.Runtimes;
using LocalRig.Proof.Verifying;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Proof.Benching;

/// <summary>Measures with llama-bench, which warms up by itself, and gives its samples when a test ends.</summary>
/// <param name="tool">Its file.</param>
/// <param name="plan">The plan.</param>
internal sealed class LlamaBenchMeter(string tool, MemoryPlan plan) : ISpeedMeter
{
    private ToolProcess? _running;

    /// <inheritdoc/>
    public string Way => "llama-bench";

    /// <inheritdoc/>
    public int? Process => _running is { HasEnded: false } running ? running.Id : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<double> SampleAsync(BenchTest test, int samples, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using ToolProcess process = _running = ToolProcess.Start(tool, Arguments(test, samples));
        try
        {
            await process.EndAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await process.StopAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            _running = null;
        }

        string told = process.Output.FirstOrDefault(l => l.StartsWith('{')) ?? throw PlannedRun.Failed("llama-bench", process);
        using JsonDocument document = JsonDocument.Parse(told);
        foreach (double sample in document.RootElement.GetProperty("samples_ts").EnumerateArray().Select(s => s.GetDouble()).ToArray())
        {
            yield return sample;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    /// <summary>llama-bench's arguments for the plan (tools/llama-bench/README.md); lists are separated by slashes there.</summary>
    private List<string> Arguments(BenchTest test, int samples)
    {
        Workload workload = plan.Question.Workload;
        Placement placement = plan.Placement;
        string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            "-m", plan.Model.Source, "-o", "jsonl", "-r", Text(samples), "-p", Text(test.IsPrompt ? test.Tokens : 0), "-n", Text(test.IsPrompt ? 0 : test.Tokens), "-d", Text(test.Depth),
            "-b", Text(workload.Batch), "-ub", Text(workload.Microbatch), "-ctk", workload.CacheTypeK.Name(), "-ctv", workload.CacheTypeV.Name(),
            "-ngl", Text(Math.Min(placement.GpuLayers, plan.OffloadableLayers)), "-fa", workload.FlashAttention switch { FlashAttention.On => "on", FlashAttention.Off => "off", _ => "auto" },
        ];
        if (plan.Rig.Devices.Length == 0)
        {
            arguments[arguments.IndexOf("-ngl") + 1] = "0";
            arguments.AddRange(["-dev", "none"]);
        }
        else
        {
            arguments.AddRange(placement.CpuMoeLayers > 0 ? ["-ncmoe", Text(placement.CpuMoeLayers)] : []);
            arguments.AddRange(placement.SplitMode != SplitMode.Layer ? ["-sm", placement.SplitMode == SplitMode.None ? "none" : "row"] : []);
            arguments.AddRange(placement.TensorSplit is { IsDefaultOrEmpty: false } shares && plan.Rig.Devices.Length > 1 ? ["-ts", string.Join('/', shares.Select(s => s.ToString(CultureInfo.InvariantCulture)))] : []);
            arguments.AddRange(placement.KvOffload ? [] : ["-nkvo", "1"]);
        }

        return arguments;
    }
}

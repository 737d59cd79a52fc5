using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using LocalRig.Planning;
using LocalRig.Proof.Runtimes;
using LocalRig.Proof.Verifying;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Proof.Benching;

/// <summary>Measures with llama-bench. A test of several samples is told when it ends, so each sample is a test of its own: a list of equal tests, between which the model stays
/// loaded, and each of which warms up as llama-bench does. What is stopped keeps the samples that were told.</summary>
/// <param name="tool">Its file.</param>
/// <param name="plan">The plan.</param>
internal sealed class LlamaBenchMeter(string tool, MemoryPlan plan) : ISpeedMeter
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    private ToolProcess? _running;

    /// <inheritdoc/>
    public string Way => "llama-bench";

    /// <inheritdoc/>
    public int? Process => _running is { HasEnded: false } running ? running.Id : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<double> SampleAsync(BenchTest test, int samples, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Channel<double> told = Channel.CreateUnbounded<double>();
        using ToolProcess process = _running = ToolProcess.Start(tool, Arguments(test, samples), line => Tell(line, told.Writer));
        Task ending = EndAsync(process, told.Writer, cancellation);
        int count = 0;
        await foreach (double sample in told.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            count++;
            yield return sample;
        }

        await ending.ConfigureAwait(false);
        if (count < samples)
        {
            await Task.Delay(Moment, cancellation).ConfigureAwait(false); // Ctrl-C reaches the tool too, and it may be the first to end
            throw PlannedRun.Failed("llama-bench", process);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    private static void Tell(string line, ChannelWriter<double> told)
    {
        if (line.StartsWith('{'))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            told.TryWrite(document.RootElement.GetProperty("samples_ts")[0].GetDouble());
        }
    }

    private async Task EndAsync(ToolProcess process, ChannelWriter<double> told, CancellationToken cancellation)
    {
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
            told.Complete();
        }
    }

    /// <summary>llama-bench's arguments for the plan (tools/llama-bench/README.md); shares of devices are separated by slashes there.</summary>
    private List<string> Arguments(BenchTest test, int runs)
    {
        Workload workload = plan.Question.Workload;
        Placement placement = plan.Placement;
        string Equal(int tokens) => string.Join(',', Enumerable.Repeat(Text(tokens), runs));
        string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            "-m", plan.Model.Source, "-o", "jsonl", "-r", "1", "-p", test.IsPrompt ? Equal(test.Tokens) : "0", "-n", test.IsPrompt ? "0" : Equal(test.Tokens), "-d", Text(test.Depth),
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

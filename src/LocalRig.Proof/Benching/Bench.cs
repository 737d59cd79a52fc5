using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Forecasting;
using LocalRig.Ledger;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Proof.Runtimes;
using LocalRig.Proof.Verifying;
using LocalRig.Quantization;
using LocalRig.Questions;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Proof.Benching;

/// <summary>Drives llama-bench test by test. Each test is in the ledger as soon as it is done, so that stopping loses only the one that runs.</summary>
internal sealed class Bench
{
    private const int MostRounds = 10; // a spread that isn't small after ten rounds of samples won't become so

    private readonly BenchRequest _request;
    private readonly PlannedRun _run;
    private readonly MemoryPlan _plan;
    private readonly Inquiry _inquiry;
    private readonly string _place;
    private readonly Action<string> _progress;
    private readonly CancellationToken _stop;
    private readonly List<string> _notes;
    private readonly string _header;

    private Bench(BenchRequest request, PlannedRun run, MemoryPlan plan, Inquiry inquiry, string place, Action<string> progress, CancellationToken stop)
    {
        (_request, _run, _plan, _inquiry, _place, _progress, _stop) = (request, run, plan, inquiry, place, progress, stop);
        _notes = [.. run.Notes];
        _header = FileIdentity.HeaderSha256(plan.Model.Source);
    }

    /// <summary>Measures.</summary>
    public static async Task<BenchReport> RunAsync(BenchRequest request, Inquiry inquiry, string place, Action<string> progress, CancellationToken stop)
    {
        PlannedRun run = await PlannedRun.MakeAsync(request.Plan, request.Runtime, "", inquiry).ConfigureAwait(false);
        MemoryPlan plan = await PlannedRun.PlanAsync(run.Request, inquiry).ConfigureAwait(false);
        if (!PlannedRun.IsHere(plan))
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"{plan.Model.Id} is no GGUF file on this machine, so it can't be measured.", "Name the file.", "model"));
        }

        if (!request.Forget)
        {
            EvidenceStores.Open(place).Dispose(); // what can't be kept is said before an hour of measuring, not after
        }

        return await new Bench(request, run, plan, inquiry, place, progress, stop).MeasureAsync().ConfigureAwait(false);
    }

    private async Task<BenchReport> MeasureAsync()
    {
        string tool = _run.Tools.Need("llama-bench");
        int prompt = _request.Plan.Question.EffectivePromptTokens;
        (bool IsPrompt, int Tokens, int Depth)[] tests = [(true, prompt, 0), .. _request.Depths.Select(d => (false, _request.Answer, d))];
        double? busy = await BusyProcessors.ShareAsync(_inquiry.Cancellation).ConfigureAwait(false);
        if (busy >= LedgerMeasurements.BusyShare)
        {
            string counts = _request.Anyway ? "you let it count all the same" : "kept, and no forecast rests on it; --anyway lets it count";
            _notes.Add(string.Create(CultureInfo.InvariantCulture, $"Other programs kept the processors {busy:P0} busy just before, so this is slower than the machine at rest: {counts}."));
        }

        List<BenchResult> results = [];
        Stopwatch clock = Stopwatch.StartNew();
        bool stopped = false;
        for (int i = 0; i < tests.Length && !stopped; i++)
        {
            string left = i == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; about {clock.Elapsed.TotalSeconds / i * (tests.Length - i):0} s left");
            _progress($"Measuring {(tests[i].IsPrompt ? "a prompt" : "an answer")} of {tests[i].Tokens} tokens after {tests[i].Depth}: test {i + 1} of {tests.Length}{left}.");
            try
            {
                results.Add(await TestAsync(tool, tests[i].IsPrompt, tests[i].Tokens, tests[i].Depth, busy).ConfigureAwait(false));
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                stopped = true;
                _notes.Add($"Stopped after {results.Count} of {tests.Length} tests; what was measured is kept.");
            }
        }

        _progress("");
        bool kept = results.Any(r => r.Record.Length > 0 && r.Flag.Length == 0);
        return new BenchReport
        {
            Runtime = $"llama.cpp {_run.Tools.Title}",
            Plan = _plan,
            Results = [.. results],
            Before = _plan.Forecast,
            After = kept ? (await PlannedRun.PlanAsync(_run.Request with { Rig = new DescribedRig(Measured(_plan.Rig)) }, _inquiry).ConfigureAwait(false)).Forecast : null,
            Notes = [.. _notes],
            Stopped = stopped,
        };
    }

    private async Task<BenchResult> TestAsync(string tool, bool isPrompt, int tokens, int depth, double? busy)
    {
        RateForecast? forecast = await ForecastAsync(isPrompt, tokens, depth).ConfigureAwait(false);
        List<double> samples = [];
        EvidenceRecord? told = null;
        do
        {
            using ToolProcess process = ToolProcess.Start(tool, Arguments(isPrompt, tokens, depth));
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(_stop, _inquiry.Cancellation);
            try
            {
                await process.EndAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await process.StopAsync().ConfigureAwait(false);
                throw;
            }

            told = Read(process.Output, samples) ?? throw PlannedRun.Failed("llama-bench", process);
        }
        while (_request.Until > 0 && Deviation(samples) > samples.Average() * _request.Until / 100 && samples.Count < _request.Repetitions * MostRounds);

        return Kept(told, isPrompt, tokens, depth, samples, forecast, busy);
    }

    private static EvidenceRecord? Read(IEnumerable<string> lines, List<double> samples)
    {
        foreach (string line in lines.Where(l => l.StartsWith('{')))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            samples.AddRange(document.RootElement.GetProperty("samples_ts").EnumerateArray().Select(s => s.GetDouble()));
            return LlamaBenchReader.Read(document.RootElement, []);
        }

        return null;
    }

    private BenchResult Kept(EvidenceRecord told, bool isPrompt, int tokens, int depth, List<double> samples, RateForecast? forecast, double? busy)
    {
        Rig rig = _plan.Rig;
        DevicePlan main = rig.Devices.Length == 0 || _plan.Placement.GpuLayers == 0 ? _plan.Host : _plan.Devices[..^1].MaxBy(d => d.Parts.Weights.Bytes)!;
        Device? device = Array.Find([.. rig.Devices], d => d.Name == main.Name);
        Workload workload = _plan.Question.Workload;
        EvidenceRecord record = told with
        {
            Machine = LedgerMeasurements.Fingerprint(_run.Machine),
            Rig = RigIdentity.Text(rig),
            Device = device is null ? rig.Host.CatalogId ?? told.Device : device.CatalogId ?? device.Model ?? device.Name,
            Backend = main.Backend.Word(),
            Build = _run.Tools.Title,
            Model = _plan.Model.Id,
            Quant = _plan.Model.QuantName,
            FileBytes = new FileInfo(_plan.Model.Source).Length,
            HeaderSha256 = _header,
            Layout = LayoutDigest.Of(_plan.Model.Tensors),
            Tokens = tokens,
            Depth = depth,
            GpuLayers = Math.Min(_plan.Placement.GpuLayers, _plan.OffloadableLayers),
            Layers = _plan.OffloadableLayers,
            CpuMoeLayers = _plan.Placement.CpuMoeLayers,
            CacheTypeK = workload.CacheTypeK == TensorType.F16 ? "" : workload.CacheTypeK.Name(),
            CacheTypeV = workload.CacheTypeV == TensorType.F16 ? "" : workload.CacheTypeV.Name(),
            Value = samples.Average(),
            Spread = Deviation(samples),
            Samples = samples.Count,
            Forecast = forecast?.TokensPerSecond,
            Ceiling = IsCertain(rig) ? forecast?.Ceiling : null,
            Calibration = forecast is null ? "" : Calibration.Current.Version,
            Busy = _request.Anyway ? null : busy,
            Conditions = _request.Anyway && busy is double others ? string.Create(CultureInfo.InvariantCulture, $"others kept the processors {others:P0} busy") : "",
        };
        string flag = "";
        string id = "";
        if (!_request.Forget)
        {
            using IEvidenceStore store = EvidenceStores.Open(_place);
            AppendReport report = store.Append([record]);
            id = RecordJson.IdOf(record);
            flag = report.Impossible > 0 ? StoredRecord.Impossible : report.Duplicates > 0 ? StoredRecord.Duplicate : "";
            if (report.Impossible > 0)
            {
                _notes.Add($"{record.Value:0.##} tokens/s are kept as impossible, and no forecast uses them: {RecordRules.Impossible(record, DateTimeOffset.UtcNow)}.");
            }
        }

        return new BenchResult(isPrompt, tokens, depth, record.Value, record.Spread ?? 0, samples.Count, forecast, id, flag);
    }

    /// <summary>The forecast for a test without this machine's own measurements; null where none can be made.</summary>
    private async Task<RateForecast?> ForecastAsync(bool isPrompt, int tokens, int depth)
    {
        PlanRequest asked = _run.Request with
        {
            Rig = new DescribedRig(_plan.Rig with { Measured = [] }),
            Question = _run.Request.Question with { Depth = isPrompt ? depth : depth + tokens / 2, PromptTokens = isPrompt ? tokens : null },
        };
        Forecast? forecast = (await PlannedRun.PlanAsync(asked, _inquiry).ConfigureAwait(false)).Forecast;
        return isPrompt ? forecast?.Prefill : forecast?.Decode;
    }

    /// <summary>The rig with what its ledger holds now.</summary>
    private Rig Measured(Rig rig) => rig with { Measured = new LedgerMeasurements(() => _place).MeasuredOn(_run.Machine) };

    /// <summary>Whether a ceiling comes from data sheets rather than from what is usual.</summary>
    private static bool IsCertain(Rig rig) => (rig.Devices.Length > 0 || rig.Host.Bandwidth is not null || rig.Host.CatalogId is not null) && rig.Devices.All(d => d.Bandwidth is not null || d.CatalogId is not null);

    /// <summary>llama-bench's arguments for the plan (tools/llama-bench/README.md); lists are separated by slashes there.</summary>
    private List<string> Arguments(bool isPrompt, int tokens, int depth)
    {
        Workload workload = _plan.Question.Workload;
        Placement placement = _plan.Placement;
        string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            "-m", _plan.Model.Source, "-o", "jsonl", "-r", Text(_request.Repetitions), "-p", Text(isPrompt ? tokens : 0), "-n", Text(isPrompt ? 0 : tokens), "-d", Text(depth),
            "-b", Text(workload.Batch), "-ub", Text(workload.Microbatch), "-ctk", workload.CacheTypeK.Name(), "-ctv", workload.CacheTypeV.Name(),
            "-ngl", Text(Math.Min(placement.GpuLayers, _plan.OffloadableLayers)), "-fa", workload.FlashAttention switch { FlashAttention.On => "on", FlashAttention.Off => "off", _ => "auto" },
        ];
        if (_plan.Rig.Devices.Length == 0)
        {
            arguments[arguments.IndexOf("-ngl") + 1] = "0";
            arguments.AddRange(["-dev", "none"]);
        }
        else
        {
            arguments.AddRange(placement.CpuMoeLayers > 0 ? ["-ncmoe", Text(placement.CpuMoeLayers)] : []);
            arguments.AddRange(placement.SplitMode != SplitMode.Layer ? ["-sm", placement.SplitMode == SplitMode.None ? "none" : "row"] : []);
            arguments.AddRange(placement.TensorSplit is { IsDefaultOrEmpty: false } shares && _plan.Rig.Devices.Length > 1 ? ["-ts", string.Join('/', shares.Select(s => s.ToString(CultureInfo.InvariantCulture)))] : []);
            arguments.AddRange(placement.KvOffload ? [] : ["-nkvo", "1"]);
        }

        return arguments;
    }

    private static double Deviation(List<double> samples)
    {
        double mean = samples.Average();
        return samples.Count < 2 ? 0 : Math.Sqrt(samples.Sum(s => (s - mean) * (s - mean)) / (samples.Count - 1));
    }
}

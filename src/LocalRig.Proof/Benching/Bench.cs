using System.Diagnostics;
using System.Globalization;
using LocalRig.Contract;
using LocalRig.Forecasting;
using LocalRig.Ledger;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Proof.Verifying;
using LocalRig.Quantization;
using LocalRig.Questions;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Proof.Benching;

/// <summary>Measures test by test. Each is in the ledger as soon as it is done, and one that is stopped with the samples it has.</summary>
internal sealed class Bench
{
    private const int MostRounds = 10; // a spread that isn't small after ten rounds of samples won't become so
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1); // a hundred ticks of each processor

    private readonly BenchRequest _request;
    private readonly BenchSetting _setting;
    private readonly ISpeedMeter _meter;
    private readonly MemoryPlan _plan;
    private readonly Inquiry _inquiry;
    private readonly string _place;
    private readonly Action<string> _progress;
    private readonly CancellationToken _stop;
    private readonly List<string> _notes;
    private readonly BenchTest[] _tests;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _samples;
    private bool _counts; // whether a forecast may rest on anything of it

    private Bench(BenchRequest request, BenchSetting setting, ISpeedMeter meter, Inquiry inquiry, string place, Action<string> progress, CancellationToken stop)
    {
        (_request, _setting, _meter, _plan, _inquiry, _place, _progress, _stop) = (request, setting, meter, setting.Plan, inquiry, place, progress, stop);
        _notes = [.. setting.Notes];
        int prompt = _plan.Question.EffectivePromptTokens;
        _tests = [.. request.Users.SelectMany(u => (BenchTest[])[new BenchTest(true, prompt, 0, u), .. request.Depths.Select(d => new BenchTest(false, request.Answer, d, u))])];
    }

    /// <summary>Measures.</summary>
    public static async Task<BenchReport> RunAsync(BenchRequest request, Inquiry inquiry, string place, Action<string> progress, CancellationToken stop)
    {
        if (!request.Forget)
        {
            EvidenceStores.Open(place).Dispose(); // what can't be kept is said before an hour of measuring, not after
        }

        progress("Looking for the runtime, planning, loading.");
        (BenchSetting setting, ISpeedMeter meter) = await BenchSetting.MakeAsync(request, inquiry, stop).ConfigureAwait(false);
        await using (meter.ConfigureAwait(false))
        {
            return await new Bench(request, setting, meter, inquiry, place, progress, stop).MeasureAsync().ConfigureAwait(false);
        }
    }

    private async Task<BenchReport> MeasureAsync()
    {
        double? before = await LookAsync().ConfigureAwait(false);
        List<BenchResult> results = [];
        bool stopped = false;
        for (int i = 0; i < _tests.Length && !stopped; i++)
        {
            if (await TestAsync(i, before).ConfigureAwait(false) is BenchResult result)
            {
                results.Add(result);
            }

            stopped = _stop.IsCancellationRequested;
        }

        if (stopped)
        {
            _notes.Add($"Stopped after {results.Count} of {_tests.Length} tests; what was measured is kept.");
        }

        _progress("");
        return new BenchReport
        {
            Runtime = _setting.Title,
            Plan = _plan,
            Results = [.. results],
            Before = _plan.Forecast,
            After = _counts ? (await PlannedRun.PlanAsync(_setting.Request with { Rig = new DescribedRig(Measured(_plan.Rig)) }, _inquiry).ConfigureAwait(false)).Forecast : null,
            Notes = [.. _notes],
            Stopped = stopped,
        };
    }

    /// <summary>The share of the processors that others take before anything is measured; null where that can't be read.</summary>
    private async Task<double?> LookAsync()
    {
        if (OtherPrograms.Now(_meter.Process) is not { } earlier)
        {
            return null;
        }

        await Task.Delay(Look, _inquiry.Cancellation).ConfigureAwait(false);
        return OtherPrograms.Now(_meter.Process)?.ShareSince(earlier);
    }

    private async Task<BenchResult?> TestAsync(int place, double? before)
    {
        BenchTest test = _tests[place];
        RateForecast? forecast = await ForecastAsync(test).ConfigureAwait(false);
        List<double> samples = [];
        OtherPrograms? earlier = OtherPrograms.Now(_meter.Process);
        Stopwatch clock = Stopwatch.StartNew();
        List<string> seen = [];
        await using (CardWatch? cards = _plan.Rig.Devices.Any(d => d.Backend == Backend.Cuda) ? CardWatch.Start() : null)
        {
            await SampleAsync(place, samples).ConfigureAwait(false);
            seen.AddRange(cards?.Seen() ?? []);
        }

        if (samples.Count == 0)
        {
            return null;
        }

        OtherPrograms? later = earlier is null ? null : OtherPrograms.Now(_meter.Process);
        double? during = earlier is null ? null : later?.ShareSince(earlier);
        seen.AddRange(earlier is null || later is null ? [] : later.Since(earlier, clock.Elapsed));
        double? busy = before > during ? before : during ?? before;
        if (busy >= LedgerMeasurements.BusyShare)
        {
            string counts = _request.Anyway ? "you let it count all the same" : "kept, and no forecast rests on it; --anyway lets it count";
            _notes.Add(string.Create(CultureInfo.InvariantCulture, $"Other programs kept the processors {busy:P0} busy while {test.Title} was measured, so that is slower than on the machine at rest: {counts}."));
        }

        return Kept(test, samples, forecast, busy, seen);
    }

    /// <summary>Samples of a test, until they are enough, agree closely enough, or somebody stops it.</summary>
    private async Task SampleAsync(int place, List<double> samples)
    {
        BenchTest test = _tests[place];
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(_stop, _inquiry.Cancellation);
        try
        {
            do
            {
                Tell(place, samples.Count);
                await foreach (double sample in _meter.SampleAsync(test, _request.Repetitions, either.Token).ConfigureAwait(false))
                {
                    samples.Add(sample);
                    _samples++;
                    if (samples.Count % _request.Repetitions != 0)
                    {
                        Tell(place, samples.Count);
                    }
                }
            }
            while (_request.Until > 0 && Deviation(samples) > samples.Average() * _request.Until / 100 && samples.Count < _request.Repetitions * MostRounds);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // what was measured of it is kept
        }
    }

    private void Tell(int place, int done)
    {
        int samples = Math.Max(1, _request.Repetitions - done) + (_tests.Length - place - 1) * _request.Repetitions;
        string left = _samples == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; about {_clock.Elapsed.TotalSeconds / _samples * samples:0} s left{(_request.Until > 0 ? " or more" : "")}");
        _progress($"Measuring {_tests[place].Title}: test {place + 1} of {_tests.Length}{(done > 0 ? $", sample {done + 1}" : "")}{left}.");
    }

    private BenchResult Kept(BenchTest test, List<double> samples, RateForecast? forecast, double? busy, List<string> seen)
    {
        Rig rig = _plan.Rig;
        DevicePlan main = rig.Devices.Length == 0 || _plan.Placement.GpuLayers == 0 ? _plan.Host : _plan.Devices[..^1].MaxBy(d => d.Parts.Weights.Bytes)!;
        Device? device = Array.Find([.. rig.Devices], d => d.Name == main.Name);
        Workload workload = _plan.Question.Workload;
        string others = _request.Anyway && busy is double share ? string.Create(CultureInfo.InvariantCulture, $"others kept the processors {share:P0} busy") : "";
        EvidenceRecord record = new()
        {
            Kind = RecordKind.Measurement,
            At = _inquiry.Desk.Time.GetUtcNow(),
            Machine = LedgerMeasurements.Fingerprint(_setting.Machine),
            Rig = RigIdentity.Text(rig),
            Device = device is null ? rig.Host.CatalogId ?? BenchSetting.Processor() : device.CatalogId ?? device.Model ?? device.Name,
            Backend = main.Backend.Word(),
            Engine = _setting.Engine,
            Build = _setting.Build,
            Model = _plan.Model.Id,
            Quant = _plan.Model.QuantName,
            FileBytes = _setting.FileBytes,
            HeaderSha256 = _setting.Header,
            Layout = _setting.IsFile ? LayoutDigest.Of(_plan.Model.Tensors) : "",
            Metric = test.IsPrompt ? "prefill" : "decode",
            Tokens = test.Tokens,
            Depth = test.Depth,
            Users = test.Users,
            Context = _request.Serves || !_setting.IsFile ? workload.Context : 0,
            GpuLayers = Math.Min(_plan.Placement.GpuLayers, _plan.OffloadableLayers),
            Layers = _plan.OffloadableLayers,
            CpuMoeLayers = _plan.Placement.CpuMoeLayers,
            CacheTypeK = workload.CacheTypeK == TensorType.F16 ? "" : workload.CacheTypeK.Name(),
            CacheTypeV = workload.CacheTypeV == TensorType.F16 ? "" : workload.CacheTypeV.Name(),
            Value = samples.Average(),
            Unit = "tok/s",
            Spread = Deviation(samples),
            Samples = samples.Count,
            Forecast = forecast?.TokensPerSecond,
            Ceiling = IsCertain(rig) ? forecast?.Ceiling : null,
            Calibration = forecast is null ? "" : Calibration.Current.Version,
            Busy = _request.Anyway ? null : busy,
            Conditions = string.Join("; ", ((string[])[$"measured with {_meter.Way}", others, .. seen]).Where(c => c.Length > 0)),
            Who = "own",
        };
        string flag = "";
        string id = "";
        if (!_request.Forget)
        {
            using IEvidenceStore store = EvidenceStores.Open(_place);
            AppendReport report = store.Append([record]);
            id = RecordJson.IdOf(record);
            _counts |= report.Usable > 0 && test.Users == 1 && !(record.Busy >= LedgerMeasurements.BusyShare);
            flag = report.Impossible > 0 ? StoredRecord.Impossible : report.Duplicates > 0 ? StoredRecord.Duplicate : "";
            if (report.Impossible > 0)
            {
                _notes.Add($"{record.Value:0.##} tokens/s are kept as impossible, and no forecast uses them: {RecordRules.Impossible(record, DateTimeOffset.UtcNow)}.");
            }
        }

        return new BenchResult(test.IsPrompt, test.Tokens, test.Depth, test.Users, record.Value, record.Spread ?? 0, samples.Count, forecast, id, flag, [.. seen]);
    }

    /// <summary>The forecast for a test without this machine's own measurements; null where none can be made.</summary>
    private async Task<RateForecast?> ForecastAsync(BenchTest test)
    {
        PlanRequest asked = _setting.Request.With(w => w with { Parallel = test.Users }) with { Rig = new DescribedRig(_plan.Rig with { Measured = [] }) };
        asked = asked with { Question = asked.Question with { Depth = test.IsPrompt ? test.Depth : test.Depth + test.Tokens / 2, PromptTokens = test.IsPrompt ? test.Tokens : null } };
        Forecast? forecast = (await PlannedRun.PlanAsync(asked, _inquiry).ConfigureAwait(false)).Forecast;
        return test.IsPrompt ? forecast?.Prefill : test.Users > 1 ? forecast?.Users?.Total : forecast?.Decode;
    }

    /// <summary>The rig with what its ledger holds now.</summary>
    private Rig Measured(Rig rig) => rig with { Measured = new LedgerMeasurements(() => _place).MeasuredOn(_setting.Machine) };

    /// <summary>Whether a ceiling comes from data sheets rather than from what is usual.</summary>
    private static bool IsCertain(Rig rig) => (rig.Devices.Length > 0 || rig.Host.Bandwidth is not null || rig.Host.CatalogId is not null) && rig.Devices.All(d => d.Bandwidth is not null || d.CatalogId is not null);

    private static double Deviation(List<double> samples)
    {
        double mean = samples.Average();
        return samples.Count < 2 ? 0 : Math.Sqrt(samples.Sum(s => (s - mean) * (s - mean)) / (samples.Count - 1));
    }
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using LocalRig.Questions;
using LocalRig.Rigs;

namespace LocalRig.Ledger;

/// <summary>What the ledger holds of this machine, for its forecasts.</summary>
/// <param name="place">Where the ledger is.</param>
public sealed class LedgerMeasurements(Func<string> place) : IOwnMeasurements
{
    private const int Most = 500; // the newest; older ones are of older engines
    /// <summary>From this share of the processors on, what other programs take shows in every figure.</summary>
    public const double BusyShare = 0.25;

    private const int FingerprintDigits = 16; // 64 bits: two kinds of machine never share it

    private const int TrustedMilliseconds = 1000; // a batch asks thousands of times a second, and nobody measures as often

    private readonly Lock _lock = new();
    private (ImmutableArray<MeasuredSpeed> Speeds, string Machine, long At)? _known;

    /// <summary>A machine's fingerprint: what it is made of, and nothing of whose it is. Equal machines have equal ones.</summary>
    public static string Fingerprint(Rig machine) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{RigIdentity.Text(machine)}; {Math.Round(machine.Host.Memory.Gibibytes):0} GiB")))[..FingerprintDigits];

    /// <inheritdoc/>
    public ImmutableArray<MeasuredSpeed> MeasuredOn(Rig machine)
    {
        lock (_lock)
        {
            if (_known is not { } known || Environment.TickCount64 - known.At > TrustedMilliseconds || known.Machine != RigIdentity.Text(machine))
            {
                _known = known = (Read(machine), RigIdentity.Text(machine), Environment.TickCount64);
            }

            return known.Speeds;
        }
    }

    private ImmutableArray<MeasuredSpeed> Read(Rig machine)
    {
        string at = place();
        if (!EvidenceStores.Exists(at))
        {
            return [];
        }

        try
        {
            using IEvidenceStore store = EvidenceStores.Open(at);
            return [.. store.List(new EvidenceFilter { Machine = Fingerprint(machine), Kind = RecordKind.Measurement, Usable = true, NewestFirst = true, Most = Most }).Where(IsSpeed).Select(Speed)];
        }
        catch (LedgerException)
        {
            return []; // forecasts go on without; `localrig ledger check` says what is wrong
        }
    }

    /// <summary>Whether a forecast may rest on it: one answer at a time, in a known placement, on a machine at rest.</summary>
    private static bool IsSpeed(StoredRecord stored) => stored.Record is { Metric: "decode" or "prefill", Users: 1, GpuLayers: not null } record && !(record.Busy >= BusyShare);

    private static MeasuredSpeed Speed(StoredRecord stored)
    {
        EvidenceRecord record = stored.Record;
        return new MeasuredSpeed
        {
            Record = stored.Id,
            Rig = record.Rig,
            IsPrompt = record.Metric == "prefill",
            Model = record.Model,
            Quant = record.Quant,
            Layout = record.Layout,
            GpuLayers = record.GpuLayers ?? 0,
            Layers = record.Layers,
            CpuMoeLayers = record.CpuMoeLayers,
            Depth = record.Depth,
            Tokens = record.Tokens,
            CacheTypeK = record.CacheTypeK.Length > 0 ? record.CacheTypeK : "f16",
            CacheTypeV = record.CacheTypeV.Length > 0 ? record.CacheTypeV : "f16",
            TokensPerSecond = record.Value,
            Forecast = record.Forecast ?? 0,
            Calibration = record.Calibration,
        };
    }
}

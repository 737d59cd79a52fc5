using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using LocalRig.Tables;

namespace LocalRig.Forecasting;

/// <summary>What measurements taught: parameters of the speed laws by device family, and how far forecasts were off on devices held out.
/// Read from <c>data/calibration/speed.json</c>, which <c>eng/Calibrate</c> writes; no number in it was typed by hand.</summary>
public sealed class Calibration
{
    private const int VersionDigits = 12; // enough to tell calibrations apart

    private static readonly Lazy<Calibration> Embedded = new(ReadEmbedded);

    private readonly ConcurrentDictionary<DeviceFamily, (double[] Decode, double[] Prefill)> _resolved = new();
    private readonly LawValues _decode;
    private readonly LawValues _prefill;
    private readonly Dictionary<string, Spread> _spreads;
    private readonly Dictionary<string, double> _rates;
    private readonly Dictionary<string, int> _devices;
    private readonly Dictionary<string, Correction> _corrections;

    private readonly Lazy<string> _version;

    private Calibration(JsonElement root, Func<string> version)
    {
        _version = new(version);
        _decode = LawValues.Read(root.GetProperty("decode"), SpeedLaw.Decode.Parameters);
        _prefill = LawValues.Read(root.GetProperty("prefill"), SpeedLaw.Prefill.Parameters);
        _spreads = Table(root.GetProperty("spreads"), e => new Spread(e.GetProperty("low").GetDouble(), e.GetProperty("high").GetDouble(), e.GetProperty("devices").GetInt32()));
        _rates = Table(root.GetProperty("rates"), e => e.GetDouble());
        _devices = Table(root.GetProperty("devices"), e => e.GetInt32());
        _corrections = Table(root.GetProperty("corrections"), e => new Correction(e[0].GetDouble(), e[1].GetInt32(), e.GetArrayLength() > 2 ? e[2].GetDouble() : 1));
    }

    /// <summary>The calibration this build carries.</summary>
    public static Calibration Current => Embedded.Value;

    /// <summary>Which calibration this is: the beginning of its file's SHA-256.</summary>
    public string Version => _version.Value;

    /// <summary>The law's parameters for a family: common values, and what its group and itself add.</summary>
    internal ReadOnlySpan<double> Parameters(SpeedLaw law, DeviceFamily family)
    {
        (double[] decode, double[] prefill) = _resolved.GetOrAdd(family, f => (_decode.For(f), _prefill.For(f)));
        return law is DecodeLaw ? decode : prefill;
    }

    /// <summary>Devices of a family, or a group, that measurements came from.</summary>
    internal int MeasuredDevices(string familyOrGroup) => _devices.GetValueOrDefault(familyOrGroup);

    /// <summary>The spread of a situation.</summary>
    internal Spread SpreadOf(string situation) => _spreads[situation];

    /// <summary>A rate that is not part of a law: several devices, links.</summary>
    internal double Rate(string name) => _rates[name];

    /// <summary>What measurements of a device, or of a model on it, add; null where there are none.</summary>
    internal Correction? CorrectionOf(string key) => _corrections.TryGetValue(key, out Correction found) ? found : null;

    /// <summary>Reads a calibration.</summary>
    /// <exception cref="FormatException">It is for other laws than this build's.</exception>
    internal static Calibration Read(JsonElement root) => new(root, static () => "");

    // Plain dictionaries: read once per process and asked a few times, freezing them would cost more than it saves.
    private static Dictionary<string, T> Table<T>(JsonElement element, Func<JsonElement, T> read) =>
        element.EnumerateObject().ToDictionary(p => p.Name, p => read(p.Value), StringComparer.Ordinal);

    private static Calibration ReadEmbedded()
    {
        byte[] bytes = CarriedFile.Bytes("calibration/speed.json");
        using JsonDocument document = JsonDocument.Parse(bytes);
        return new Calibration(document.RootElement, () => Convert.ToHexStringLower(SHA256.HashData(bytes))[..VersionDigits]);
    }
}

/// <summary>One law's parameters: common values and additions per group and family.</summary>
internal sealed class LawValues(double[] common, IReadOnlyDictionary<string, double[]> additions)
{
    /// <summary>Values all devices share.</summary>
    public double[] Common { get; } = common;

    /// <summary>What a group or family adds, by its name.</summary>
    public IReadOnlyDictionary<string, double[]> Additions { get; } = additions;

    /// <summary>The sum for one family.</summary>
    public double[] For(DeviceFamily family)
    {
        double[] sum = [.. Common];
        foreach (string name in (ReadOnlySpan<string>)[family.Group, family.Family])
        {
            if (Additions.TryGetValue(name, out double[]? add))
            {
                for (int i = 0; i < sum.Length; i++)
                {
                    sum[i] += add[i];
                }
            }
        }

        return sum;
    }

    /// <summary>Reads values; absent additions are 0.</summary>
    public static LawValues Read(JsonElement element, ImmutableArray<string> parameters)
    {
        double[] Values(JsonElement by, bool complete) =>
            [.. parameters.Select(p => by.TryGetProperty(p, out JsonElement v) ? v.GetDouble() : complete ? throw new FormatException($"The calibration lacks {p}.") : 0)];

        return new LawValues(
            Values(element.GetProperty("common"), true),
            element.GetProperty("additions").EnumerateObject().ToDictionary(p => p.Name, p => Values(p.Value, false)));
    }
}

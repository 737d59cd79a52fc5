using System.Collections.Frozen;
using System.Text.Json;
using LocalRig.Tables;

namespace LocalRig.Forecasting;

/// <summary>What measurements of several users at once taught. Read from <c>data/calibration/users.json</c>, which <c>eng/Calibrate users</c> writes.</summary>
internal sealed class ConcurrentCalibration
{
    /// <summary>Up to this many users are few, beyond <see cref="ConcurrentLaw.MostColumns"/> they are many.</summary>
    public const int Few = 4;

    private static readonly Lazy<ConcurrentCalibration> Embedded = new(Read);

    private readonly FrozenDictionary<string, Spread> _spreads;

    private ConcurrentCalibration(JsonElement root)
    {
        Law = new ConcurrentLaw([.. ConcurrentLaw.Names.Select(n => root.GetProperty("parameters").GetProperty(n).GetDouble())]);
        MostUsers = root.GetProperty("mostUsers").GetInt32();
        Measurements = root.GetProperty("measurements").GetInt32();
        _spreads = root.GetProperty("spreads").EnumerateObject().ToFrozenDictionary(
            p => p.Name, p => new Spread(p.Value.GetProperty("low").GetDouble(), p.Value.GetProperty("high").GetDouble(), p.Value.GetProperty("devices").GetInt32()));
    }

    /// <summary>What this build carries.</summary>
    public static ConcurrentCalibration Current => Embedded.Value;

    /// <summary>The law with its parameters.</summary>
    public ConcurrentLaw Law { get; }

    /// <summary>The most users that were measured at once.</summary>
    public int MostUsers { get; }

    /// <summary>Runs with several users it rests on.</summary>
    public int Measurements { get; }

    /// <summary>How far measured gains lie from reckoned ones: with about as many users, else with several, else of all runs.</summary>
    public Spread SpreadOf(int users) =>
        _spreads.TryGetValue(Bucket(users), out Spread own) ? own : _spreads.TryGetValue(Bucket(ConcurrentLaw.MostColumns), out Spread several) ? several : _spreads[All];

    /// <summary>The name of all runs.</summary>
    public const string All = "all";

    /// <summary>The name of runs with about as many users.</summary>
    public static string Bucket(int users) => users <= Few ? "few" : users <= ConcurrentLaw.MostColumns ? "several" : "many";

    private static ConcurrentCalibration Read()
    {
        using Stream stream = CarriedFile.Open("calibration/users.json");
        using JsonDocument document = JsonDocument.Parse(stream);
        return new ConcurrentCalibration(document.RootElement);
    }
}

using System.Collections.Immutable;
using LocalRig.Devices;
using LocalRig.Prices;
using LocalRig.Rigs;

namespace LocalRig.Advice;

/// <summary>How much power a rig draws while it answers and while it waits, and how that is known.</summary>
/// <param name="LowWatts">The least under load.</param>
/// <param name="HighWatts">The most under load.</param>
/// <param name="IdleWatts">Doing nothing, the most that was read; null when nobody read it.</param>
/// <param name="Basis">How it is known.</param>
/// <param name="Because">The same in words, with the source.</param>
public sealed record PowerDraw(double LowWatts, double HighWatts, double? IdleWatts, PowerBasis Basis, string Because)
{
    /// <summary>Watts the user gave.</summary>
    public static PowerDraw Given(double low, double high, double? idle) => new(low, high, idle, PowerBasis.Given, "given by you");

    /// <summary>What is known of a rig; null when nothing is.</summary>
    /// <param name="rig">The rig.</param>
    /// <param name="prices">Where readings are.</param>
    public static PowerDraw? Of(Rig rig, PriceList prices)
    {
        string?[] kinds = [.. rig.Devices.Select(d => d.CatalogId).DefaultIfEmpty(rig.Host.CatalogId).Distinct()];
        int count = Math.Max(1, rig.Devices.Length);
        ImmutableArray<PowerReading> readings = kinds is [string one] ? [.. prices.Power.Where(r => r.Device == one && r.Count == count)] : [];
        double? idle = readings.Max(r => r.IdleWatts);
        PowerReading[] model = [.. readings.Where(r => r.OfLanguageModel)];
        if (model.Length > 0)
        {
            return OfReadings(model, idle, PowerBasis.Wall, "read at the wall under a language model");
        }

        PowerReading[] most = [.. readings.Where(r => r.LoadWatts is not null)];
        return most.Length > 0 ? OfReadings(most, idle, PowerBasis.Most, "the maker's own most at the wall") : OfDataSheets(rig, idle);
    }

    private static PowerDraw OfReadings(PowerReading[] readings, double? idle, PowerBasis basis, string what)
    {
        string machines = string.Join(", ", readings.Select(r => r.Machine).Distinct());
        string sources = string.Join(" ", readings.Select(r => r.By.Source).Distinct());
        string dates = string.Join(", ", readings.Select(r => r.By.Date.Text).Distinct());
        return new PowerDraw(readings.Min(r => r.LoadWatts!.Value), readings.Max(r => r.LoadWatts!.Value), idle, basis, $"{what} ({machines}; {dates}; {sources})");
    }

    private static PowerDraw? OfDataSheets(Rig rig, double? idle)
    {
        double?[] limits = rig.Devices.IsEmpty ? [Limit(rig.Host.CatalogId)] : [.. rig.Devices.Select(d => Limit(d.CatalogId))];
        if (limits.Any(l => l is null))
        {
            return null;
        }

        string rest = rig.Devices.Any(d => !d.SharesHostMemory) ? "; the rest of the machine draws more" : "";
        double sum = limits.Sum()!.Value;
        return new PowerDraw(sum, sum, idle, PowerBasis.DataSheet, $"power limit by the data sheet{rest}");
    }

    private static double? Limit(string? device) => DeviceCatalog.Default.Find(device)?.Watts;
}

/// <summary>How a rig's power is known.</summary>
public enum PowerBasis
{
    /// <summary>The user said so.</summary>
    Given,

    /// <summary>Read at the wall while a language model ran.</summary>
    Wall,

    /// <summary>The maker's reading of the most the machine draws.</summary>
    Most,

    /// <summary>The power limit of board or package.</summary>
    DataSheet,
}

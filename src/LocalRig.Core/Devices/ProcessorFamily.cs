using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Tables;
using LocalRig.Units;

namespace LocalRig.Devices;

/// <summary>Processors of one generation, which share their channels and kind of memory, and how they are numbered.</summary>
public sealed record ProcessorFamily
{
    private const string Name = "devices/processor-families.csv";
    private const int ChannelBits = 64;
    private const double MegaTransfers = 1e6;
    private const int BytesPerTransfer = 8; // of a 64-bit channel

    private static readonly Lazy<ImmutableArray<ProcessorFamily>> Carried = new(static () => [.. CsvTable.Rows(Name).Select(Read)]);

    /// <summary>The families this build carries, those with narrower numbers first.</summary>
    public static ImmutableArray<ProcessorFamily> All => Carried.Value;

    /// <summary>The word before the number: <c>ryzen</c>, <c>core ultra</c>; empty where there is none.</summary>
    public required string Brand { get; init; }

    /// <summary>Words between brand and number: <c>9</c>, <c>i7</c>, <c>gold</c>.</summary>
    public required ImmutableArray<string> Tiers { get; init; }

    /// <summary>Numbers, # for any digit: <c>5###</c>.</summary>
    public required ImmutableArray<string> Numbers { get; init; }

    /// <summary>What follows the number: <c>x</c>, <c>x 3 d</c>; an empty one where nothing may.</summary>
    public required ImmutableArray<string> Suffixes { get; init; }

    /// <summary>Whether the number alone names it.</summary>
    public required bool IsName { get; init; }

    /// <summary>Channels of memory.</summary>
    public required int Channels { get; init; }

    /// <summary>Kinds of memory it takes with their highest rates, the usual one first: <c>DDR5-5600</c>.</summary>
    public required ImmutableArray<string> Memory { get; init; }

    /// <summary>The most memory it takes.</summary>
    public required ByteSize Most { get; init; }

    /// <summary>The catalogue's id of its graphics, where people run models on them; or empty.</summary>
    public required string Graphics { get; init; }

    /// <summary>The page its memory stands on.</summary>
    public required string Source { get; init; }

    /// <summary>One of its processors.</summary>
    /// <param name="id">Its id: <c>cpu-ryzen-9-5950x</c>.</param>
    public KnownDevice Processor(string id) =>
        new()
        {
            Id = id,
            Product = id,
            Maker = Brand is "ryzen" or "ryzen ai" or "threadripper" or "epyc" ? "AMD" : "Intel",
            Kind = DeviceKind.Cpu,
            Memory = Most,
            BusBits = Channels * ChannelBits,
            MemoryType = string.Join('|', Memory),
            Bandwidth = new Bandwidth(Rate(Memory[0]) * MegaTransfers * BytesPerTransfer * Channels),
            Sources = [Source],
        };

    /// <summary>The rate in MT/s of a kind of memory: 5600 of <c>DDR5-5600</c>.</summary>
    public static int Rate(string memory) => int.Parse(memory.AsSpan(memory.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Reads the table and notes what is wrong with it.</summary>
    internal static ProcessorFamily Read(CsvRow row) =>
        new()
        {
            Brand = row["brand"],
            Tiers = List(row["tiers"]),
            Numbers = [.. row.Needed("numbers").Split('|')],
            Suffixes = [.. row["suffixes"].Split('|')],
            IsName = row.Choice("bare", "yes", "name") == "name",
            Channels = (int)(row.Number("channels") ?? 1),
            Memory = [.. row.Needed("memory").Split('|')],
            Most = ByteSize.FromGibibytes(row.Number("mostGiB") ?? 0),
            Graphics = row["graphics"],
            Source = row.Needed("source"),
        };

    private static ImmutableArray<string> List(string cell) => cell.Length == 0 ? [] : [.. cell.Split('|')];
}

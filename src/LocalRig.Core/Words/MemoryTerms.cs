using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Units;

namespace LocalRig.Words;

/// <summary>Reads what words say of memory: sizes, kinds, rates, channels.</summary>
internal static class MemoryTerms
{
    // Rates of memory that was sold, in MT/s: DDR-200 to LPDDR6-14400 (JEDEC).
    private const int SlowestTransfers = 200;
    private const int FastestTransfers = 14_400;
    public const int MostChannels = 64; // of two sockets of any server, twice
    private const double MostOfPlainG = 2048; // "4096G" is nobody's memory; a number and a G otherwise is a processor's (5600G)

    /// <summary>The term that begins at an atom, or null when it says nothing of memory.</summary>
    public static RigTerm? Next(ImmutableArray<Atom> atoms, ref int at) => Colon(atoms, ref at) ?? Figure(atoms, ref at) ?? Ddr(atoms, ref at);

    /// <summary><c>:16</c> and <c>:16GB</c> after a device.</summary>
    private static RigTerm? Colon(ImmutableArray<Atom> atoms, ref int at)
    {
        if (atoms[at].Text != ":")
        {
            return null;
        }

        Atom sign = atoms[at++];
        if (at >= atoms.Length || !TryNumber(atoms[at], out double value) || sign.End != atoms[at].Start)
        {
            return new RigTerm.Filler(sign.Start, sign.End); // "RAM: 64 GB"
        }

        if (at + 1 < atoms.Length && Bytes(value, atoms[at + 1].Text) is ByteSize size)
        {
            at += 2;
            return new RigTerm.Size(sign.Start, atoms[at - 1].End, size, Colon: true);
        }

        at++;
        return Bytes(value, "gib") is ByteSize whole ? new RigTerm.Size(sign.Start, atoms[at - 1].End, whole, Colon: true) : new RigTerm.Unknown(sign.Start, atoms[at - 1].End, MereWord: false);
    }

    /// <summary>A number and its unit.</summary>
    private static RigTerm? Figure(ImmutableArray<Atom> atoms, ref int at)
    {
        if (!TryNumber(atoms[at], out double value) || at + 1 >= atoms.Length)
        {
            return null;
        }

        (int start, Atom unit) = (atoms[at].Start, atoms[at + 1]);
        RigTerm? found = unit.Text switch
        {
            "g" when value > MostOfPlainG => null,
            "mhz" or "mts" or "mt" when IsRate(value) => new RigTerm.Rate(start, unit.End, (int)value),
            "ghz" or "w" or "watt" or "watts" or "nm" or "v" or "inch" => new RigTerm.Filler(start, unit.End),
            "gbs" when value > 0 => new RigTerm.Speed(start, unit.End, Bandwidth.FromGigabytesPerSecond(value)),
            "channel" or "channels" or "ch" or "chan" when value is >= 1 and <= MostChannels => new RigTerm.Channels(start, unit.End, (int)value),
            "core" or "cores" or "c" => new RigTerm.Cores(start, unit.End, (int)Math.Min(value, int.MaxValue)),
            "gpu" when value > 4 => new RigTerm.Cores(start, unit.End, (int)Math.Min(value, int.MaxValue)), // of Apple's chips: 16 CPU, 40 GPU
            "cpu" or "cpus" or "vcpu" or "vcpus" or "thread" or "threads" or "t" => new RigTerm.Filler(start, unit.End),
            _ => Bytes(value, unit.Text) is ByteSize size ? new RigTerm.Size(start, unit.End, size, Colon: false) : null,
        };
        at += found is null ? 0 : 2;
        return found;
    }

    /// <summary><c>DDR5</c>, <c>ddr5-6000</c>, <c>LPDDR5X 8000</c>.</summary>
    private static RigTerm.Ddr? Ddr(ImmutableArray<Atom> atoms, ref int at)
    {
        if (atoms[at].Text is not ("ddr" or "lpddr") || at + 1 >= atoms.Length || atoms[at + 1].Text is not ("2" or "3" or "4" or "5" or "6"))
        {
            return null;
        }

        Atom first = atoms[at];
        string kind = first.Text + atoms[at + 1].Text;
        at += 2;
        if (at < atoms.Length && atoms[at].Text is "x" or "l" && atoms[at].Start == atoms[at - 1].End)
        {
            kind += atoms[at++].Text;
        }

        int? rate = null;
        bool unit = at + 1 < atoms.Length && atoms[at + 1].Text is "g" or "gb" or "gib";
        if (at < atoms.Length && !unit && TryNumber(atoms[at], out double value) && IsRate(value))
        {
            rate = (int)value;
            at += at + 1 < atoms.Length && atoms[at + 1].Text is "mhz" or "mts" or "mt" ? 2 : 1;
        }

        return new RigTerm.Ddr(first.Start, atoms[at - 1].End, kind, rate);
    }

    /// <summary>Whether a number can be a rate of memory in MT/s.</summary>
    public static bool IsRate(double value) => value is >= SlowestTransfers and <= FastestTransfers;

    /// <summary>A size as memory is sold: 64 GB are 64 GiB.</summary>
    private static ByteSize? Bytes(double value, string unit)
    {
        double? gibibytes = unit switch
        {
            "gb" or "g" or "gib" or "gig" or "gigs" or "gigabyte" or "gigabytes" or "go" => value,
            "tb" or "tib" => value * 1024,
            "mb" or "mib" => value / 1024,
            _ => null,
        };
        return gibibytes is > 0 and < 1 << 20 ? ByteSize.FromGibibytes(gibibytes.Value) : null; // above a PiB nothing is sold
    }

    /// <summary>Reads a number; "nan" and "infinity", which .NET reads as some, are words.</summary>
    private static bool TryNumber(Atom atom, out double value) =>
        double.TryParse(atom.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}

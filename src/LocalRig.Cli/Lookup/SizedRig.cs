using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Contract;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Cli.Lookup;

/// <summary>Rigs given by sizes alone: <c>gpu:24GB</c>, <c>2x cuda:24GB + 64GB</c>, <c>64GB</c> for a processor alone.</summary>
internal static class SizedRig
{
    private const int MostDevices = 64;
    private static readonly ByteSize DefaultHost = ByteSize.FromGibibytes(64);

    /// <summary>Reads such a rig, or null when the text isn't one.</summary>
    public static Rig? TryParse(string text)
    {
        ImmutableArray<Device>.Builder devices = ImmutableArray.CreateBuilder<Device>();
        ByteSize? host = null;
        foreach (string term in text.Split('+', StringSplitOptions.TrimEntries))
        {
            if (host is null && FriendlyNumber.TryBytes(term, out ByteSize main) && main > ByteSize.Zero)
            {
                host = main;
            }
            else if (!TryDevices(term, devices))
            {
                return null;
            }
        }

        return new Rig { Name = text, Devices = devices.ToImmutable(), Host = new Host { Memory = host ?? DefaultHost } };
    }

    private static bool TryDevices(string term, ImmutableArray<Device>.Builder devices)
    {
        int count = 1;
        int times = term.IndexOf('x', StringComparison.OrdinalIgnoreCase);
        if (times > 0 && int.TryParse(term.AsSpan(0, times), NumberStyles.None, CultureInfo.InvariantCulture, out int given))
        {
            (count, term) = (given, term[(times + 1)..].Trim());
        }

        string[] parts = term.Split(':', 2);
        Backend? backend = parts[0].Equals("gpu", StringComparison.OrdinalIgnoreCase) ? Backend.Cuda : RequestFields.BackendOf(parts[0]);
        if (parts.Length < 2 || count is < 1 or > MostDevices || backend is null or Backend.Cpu || !FriendlyNumber.TryBytes(parts[1], out ByteSize memory) || memory <= ByteSize.Zero)
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            devices.Add(new Device { Name = $"gpu{devices.Count}", Backend = backend.Value, Memory = memory });
        }

        return true;
    }
}

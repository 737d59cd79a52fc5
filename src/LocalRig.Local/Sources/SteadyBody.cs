using System.Diagnostics;

namespace LocalRig.Local.Sources;

/// <summary>Reads an answer's body and gives up on one that only drips: each byte would come in time, and all of them never.</summary>
/// <param name="body">The body.</param>
/// <param name="address">Where it comes from.</param>
internal sealed class SteadyBody(Stream body, Uri address)
{
    /// <summary>Fewest bytes a second, from the beginning on: a tenth of the slowest modem line in use (56 kbit/s).</summary>
    public const int FewestPerSecond = 700;

    /// <summary>Before this no rate is known: a connection's first second is slow, and servers look for a file first.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private long _read;

    /// <summary>Reads some bytes; 0 at the end.</summary>
    /// <exception cref="ModelSourceException">They come too slowly.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        int read = await body.ReadAsync(buffer, cancel).ConfigureAwait(false);
        _read += read;
        TimeSpan passed = _since.Elapsed;
        return read == 0 || passed < Grace || _read >= FewestPerSecond * passed.TotalSeconds
            ? read
            : throw new ModelSourceException(
                ModelSourceError.Unreachable,
                HttpTrouble.Show(address),
                $"{address.Authority} gives {HttpTrouble.Show(address)} too slowly: {_read:N0} bytes in {passed.TotalSeconds:0} s.",
                "Try again later, or download the file and name its path.");
    }

    /// <summary>Reads up to so many bytes.</summary>
    public async Task<byte[]> ReadAllAsync(int most, CancellationToken cancel)
    {
        byte[] bytes = new byte[most];
        int have = 0;
        while (have < most && await ReadAsync(bytes.AsMemory(have), cancel).ConfigureAwait(false) is int read and > 0)
        {
            have += read;
        }

        return have == most ? bytes : bytes[..have];
    }
}

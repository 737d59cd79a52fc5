using System.IO.Compression;
using Microsoft.Extensions.Primitives;

namespace LocalRig.Web.Api;

/// <summary>A content coding a client may accept (RFC 9110, 8.4.1).</summary>
/// <param name="Name">Its name in headers; empty for none.</param>
internal sealed record Coding(string Name)
{
    // Fast enough to code what is sent once: a plan of 6 KB takes some 0.1 ms.
    private const int BrotliQuality = 4;
    private const int BrotliWindow = 18; // 256 KB: answers are smaller

    /// <summary>As it is.</summary>
    public static Coding Identity { get; } = new("");

    /// <summary>Brotli.</summary>
    public static Coding Brotli { get; } = new("br");

    /// <summary>Gzip.</summary>
    public static Coding Gzip { get; } = new("gzip");

    /// <summary>The best a client accepts. Of weights only 0, which forbids, is heeded.</summary>
    public static Coding Accepted(StringValues header)
    {
        bool gzip = false;
        foreach (string? line in header)
        {
            foreach (Range part in (line ?? "").AsSpan().Split(','))
            {
                ReadOnlySpan<char> one = line.AsSpan(part).Trim();
                int end = one.IndexOf(';');
                ReadOnlySpan<char> name = end < 0 ? one : one[..end].TrimEnd();
                if (end >= 0 && one[(end + 1)..].Trim() is "q=0" or "q=0.0" or "q=0.00" or "q=0.000")
                {
                    continue;
                }

                if (name.Equals("br", StringComparison.OrdinalIgnoreCase))
                {
                    return Brotli;
                }

                gzip |= name.Equals("gzip", StringComparison.OrdinalIgnoreCase);
            }
        }

        return gzip ? Gzip : Identity;
    }

    /// <summary>Codes bytes.</summary>
    public byte[] Code(byte[] plain)
    {
        if (this == Brotli)
        {
            byte[] buffer = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length)];
            return BrotliEncoder.TryCompress(plain, buffer, out int written, BrotliQuality, BrotliWindow) ? buffer[..written] : throw new InvalidOperationException("Brotli had too little room.");
        }

        using MemoryStream coded = new();
        using (GZipStream gzip = new(coded, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(plain);
        }

        return coded.ToArray();
    }

    /// <summary>A stream that codes what is written to it and flushes when it is flushed.</summary>
    public Stream Into(Stream body) =>
        this == Brotli ? new BrotliStream(body, CompressionLevel.Fastest, leaveOpen: true) : this == Gzip ? new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true) : body;
}

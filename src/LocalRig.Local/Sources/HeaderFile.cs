using LocalRig.Formats;
using Microsoft.Win32.SafeHandles;

namespace LocalRig.Local.Sources;

/// <summary>The beginning of a file on a disk, read as far as a header reaches. Positioned reads rather than mapped pages: a file that is cut
/// meanwhile gives fewer bytes, where a mapped page would end the process.</summary>
internal sealed class HeaderFile : IDisposable
{
    // Most headers without a vocabulary, and all of safetensors, are within; a vocabulary takes 6 to 20 MiB.
    private const int FirstBytes = 1 << 20;
    private const int Growth = 4;

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private byte[] _bytes = [];

    /// <summary>Opens a file.</summary>
    /// <exception cref="ModelSourceException">It is empty, or no file: a pipe or a device, which waits or never ends.</exception>
    public HeaderFile(string path)
    {
        if (!IsOnDisk(path))
        {
            throw new ModelSourceException(
                ModelSourceError.NotAModel,
                path,
                $"{path} is empty, or no file but a pipe or a device; a model's header is read from a file on a disk.",
                "Save it to a file first.");
        }

        _path = path;
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Length = RandomAccess.GetLength(_file);
    }

    /// <summary>Reads a header from the bytes at hand; when they don't suffice, gives how many it needs at least.</summary>
    /// <typeparam name="T">The header.</typeparam>
    /// <param name="bytes">The file from its start, as far as it is at hand.</param>
    /// <param name="needed">Bytes from the start to have before the next try.</param>
    public delegate T? Reader<T>(ReadOnlySpan<byte> bytes, out long needed)
        where T : class;

    /// <summary>Bytes of the whole file when it was opened.</summary>
    public long Length { get; }

    /// <summary>Its first bytes, at least as many as were asked for where the file has them.</summary>
    public ReadOnlySpan<byte> First(int count) => ReadTo(Math.Min(count, Length));

    /// <summary>Reads a header, fetching as much of the file as it needs.</summary>
    /// <exception cref="ModelFormatException">The header isn't sound, or the file was cut while it was read.</exception>
    public T Read<T>(Reader<T> reader)
        where T : class
    {
        long wanted = Math.Min(FirstBytes, Length);
        while (true)
        {
            ReadOnlySpan<byte> bytes = ReadTo(wanted);
            if (reader(bytes, out long needed) is { } header)
            {
                return header;
            }

            wanted = Math.Min(Math.Max(needed, Growth * (long)bytes.Length), Length);
            if (wanted <= bytes.Length)
            {
                throw new TruncatedModelException(bytes.Length, "header", $"the file ends inside its header, at least {needed - bytes.Length} bytes are missing", needed - bytes.Length);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Whether a path can be read from any place: looked at before it is opened, because opening a pipe waits for its writer. Pipes and
    /// devices have no length; a shell's own pipe is a link to what is no path. What doesn't exist is left to opening.</summary>
    private static bool IsOnDisk(string path)
    {
        FileSystemInfo file = new FileInfo(path);
        if (!file.Exists)
        {
            return true;
        }

        return (file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true)) is FileInfo { Exists: true, Length: > 0 };
    }

    private ReadOnlySpan<byte> ReadTo(long count)
    {
        int have = _bytes.Length;
        if (count <= have)
        {
            return _bytes;
        }

        Array.Resize(ref _bytes, checked((int)count));
        while (have < _bytes.Length)
        {
            int read = RandomAccess.Read(_file, _bytes.AsSpan(have), have);
            if (read == 0)
            {
                throw new TruncatedModelException(have, "header", $"{_path} became shorter while it was read: it had {Length} bytes and now has {RandomAccess.GetLength(_file)}", count - have);
            }

            have += read;
        }

        return _bytes;
    }
}

using LocalRig.Formats;
using Microsoft.Win32.SafeHandles;

namespace LocalRig.Local.Sources;

/// <summary>A file on a disk whose header is read part after part. Positioned reads rather than mapped pages: a file that is cut
/// meanwhile gives fewer bytes, where a mapped page would end the process.</summary>
internal sealed class HeaderFile : IDisposable
{
    // Fits the processor's caches; a header's vocabulary takes 6 to 20 MiB and is looked at once.
    private const int UsualBytes = 256 << 10;

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
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete); // a download may still be writing
        Length = RandomAccess.GetLength(_file);
    }

    /// <summary>Bytes of the whole file when it was opened.</summary>
    public long Length { get; }

    /// <summary>Its bytes from a place on (a <see cref="HeaderWindow"/>).</summary>
    /// <exception cref="TruncatedModelException">The file was cut while it was read.</exception>
    public ReadOnlySpan<byte> Window(long at, int count)
    {
        int wanted = (int)Math.Min(Math.Max(count, UsualBytes), Length - at);
        if (_bytes.Length < wanted)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(wanted);
        }

        int have = 0;
        while (have < wanted)
        {
            int read = RandomAccess.Read(_file, _bytes.AsSpan(have, wanted - have), at + have);
            have += read > 0 ? read
                : throw new TruncatedModelException(
                    at + have, "header", $"{_path} became shorter while it was read: it had {Length} bytes and now has {RandomAccess.GetLength(_file)}", wanted - have);
        }

        return _bytes.AsSpan(0, wanted);
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
}

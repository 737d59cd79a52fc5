using System.IO.MemoryMappedFiles;

namespace LocalRig.Local.Sources;

/// <summary>The beginning of a file, mapped into memory: only the pages that are looked at are read.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;
    private readonly int _mapped;

    /// <summary>Maps at most so many of a file's first bytes.</summary>
    public MappedFile(string path, int limit)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        Length = stream.Length;
        _mapped = (int)Math.Min(Length, limit);
        if (_mapped == 0)
        {
            return; // nothing can't be mapped
        }

        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, _mapped, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>Bytes of the whole file.</summary>
    public long Length { get; }

    /// <summary>Its first bytes; valid until disposal.</summary>
    public ReadOnlySpan<byte> Bytes => new(_start, _mapped);

    public void Dispose()
    {
        if (_start is not null)
        {
            _view!.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        _view?.Dispose();
        _file?.Dispose();
    }
}

namespace LocalRig.Ledger;

/// <summary>Keeps many lines in few arrays: an array for each would be fifty thousand objects for the collector to carry along.</summary>
internal sealed class LineStore
{
    private const int Together = 80_000; // bytes: arrays from 85,000 on are collected only with everything else (https://learn.microsoft.com/dotnet/standard/garbage-collection/large-object-heap)

    private byte[] _lines = [];
    private int _used;

    /// <summary>Keeps a line.</summary>
    public ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> line)
    {
        if (line.Length > _lines.Length - _used)
        {
            (_lines, _used) = (GC.AllocateUninitializedArray<byte>(Math.Max(Together, line.Length)), 0);
        }

        line.CopyTo(_lines.AsSpan(_used));
        _used += line.Length;
        return _lines.AsMemory(_used - line.Length, line.Length);
    }
}

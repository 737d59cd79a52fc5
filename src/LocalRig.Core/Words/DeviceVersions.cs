using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Devices;
using LocalRig.Prices;
using LocalRig.Units;

namespace LocalRig.Words;

/// <summary>Devices sold under one name with different memories: <c>rtx-3060</c> is <c>rtx-3060-12-gb</c> or <c>rtx-3060-8-gb</c>.</summary>
internal static class DeviceVersions
{
    private static readonly string[] Units = ["gb", "g"];

    /// <summary>The catalogue id meant by a name that is none: spelled otherwise (<c>RTX 3060 12GB</c>), or without its memory. Without a
    /// size it is the version sold first; null when there is no such name.</summary>
    /// <param name="name">As written.</param>
    /// <param name="memory">The memory asked for, or null.</param>
    /// <exception cref="RequestException">Several versions came out on one day, or none has that memory.</exception>
    public static string? Find(string name, ByteSize? memory)
    {
        string key = ProductName.Key(name);
        if (memory is null && DeviceCatalog.Default.Ids.FirstOrDefault(id => ProductName.Key(id) == key || ProductName.Key(id) == key + "gb") is string same)
        {
            return same;
        }

        ImmutableArray<string> versions = [.. DeviceCatalog.Default.Ids.Where(id => Base(id) is string shared && ProductName.Key(shared) == key)];
        if (versions.IsEmpty)
        {
            return null;
        }

        string[] right = [.. versions.Where(id => memory is ByteSize size ? DeviceCatalog.Default.Find(id)!.MemoryVersions.Contains(size) : Sold(id) == versions.Min(Sold))];
        return right.Length == 1 ? right[0] : throw Several(name, versions);
    }

    private static RequestException Several(string name, ImmutableArray<string> versions) =>
        new(new Problem(
            ErrorCode.RigUnknown, $"\"{name}\" was sold with {string.Join(" and ", versions.SelectMany(id => DeviceCatalog.Default.Find(id)!.MemoryVersions).Order().Select(size => $"{size.Gibibytes:0.#}"))} GB.",
            $"Write {string.Join(" or ", versions)}.", "rig"));

    /// <summary>The first day a device was sold; the last of days where it isn't known.</summary>
    private static DateOnly Sold(string id) => PriceList.Default.Of(id, DateOnly.MaxValue).Launch?.Claim.By.Date.First ?? DateOnly.MaxValue;

    /// <summary>An id without its memory; null when it names none.</summary>
    private static string? Base(string id)
    {
        foreach (string unit in Units)
        {
            string rest = id.EndsWith(unit, StringComparison.Ordinal) ? id[..^unit.Length].TrimEnd('-') : id;
            string number = new([.. rest.Reverse().TakeWhile(char.IsAsciiDigit)]);
            if (rest.Length < id.Length && number.Length > 0 && rest[..^number.Length].EndsWith('-'))
            {
                return rest[..^(number.Length + 1)];
            }
        }

        return null;
    }
}

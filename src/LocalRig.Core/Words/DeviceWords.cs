namespace LocalRig.Words;

/// <summary>Products by the names on their boxes, as words <c>--rig</c> takes.</summary>
public static class DeviceWords
{
    /// <summary>The words for a product (<c>m3-10c:16</c> for <c>MacBook Air M3 16GB</c>) and the other versions it may be; null when no device has such a name.</summary>
    public static (string Words, IReadOnlyList<string> Others)? Find(string product)
    {
        if (DeviceNames.Find(product) is not { IsSold: true } device || device.IsHost)
        {
            return null;
        }

        DeviceVersion likely = device.Likely;
        string times = device.Count > 1 ? $"{device.Count}x " : "";
        return (times + likely.Words, [.. device.Versions.Where(v => v != likely).Select(v => times + v.Words)]);
    }
}

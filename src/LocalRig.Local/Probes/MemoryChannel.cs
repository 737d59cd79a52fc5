using System.Text.RegularExpressions;

namespace LocalRig.Local.Probes;

/// <summary>Which channel a module is in, by the names boards give banks and sockets.</summary>
internal static partial class MemoryChannel
{
    /// <summary>A name for the channel that modules of other channels don't have; null where the names don't tell.</summary>
    /// <param name="bank"><c>P0 CHANNEL A</c>, <c>P0_Channel10</c>, <c>BANK 0</c>.</param>
    /// <param name="locator"><c>Controller0-ChannelB-DIMM0</c>, <c>Controller1-DIMMB2</c>, <c>DIMM_A1</c>, <c>DDR4-A1</c>, <c>P1-DIMMA1</c>, <c>CPU0_C2D0</c>.</param>
    public static string? Of(string bank, string locator)
    {
        foreach (string name in (string[])[bank, locator])
        {
            if (Named().Match(name) is { Success: true } channel)
            {
                return $"{Socket(name, bank, locator)}{name[..channel.Index]}{channel.Groups[1].Value}".ToUpperInvariant();
            }
        }

        if (Numbered().Match(locator) is { Success: true } number)
        {
            return $"{Socket(locator, bank, locator)}{locator[..number.Index]}{number.Groups[1].Value}".ToUpperInvariant();
        }

        // A letter between DIMM and the number of the socket in its channel. Letters alone (A1, B2) name processors on some servers.
        return Lettered().Match(locator) is { Success: true } letter
            ? $"{Socket(locator, bank, locator)}{locator[..letter.Index]}{letter.Groups[1].Value}{letter.Groups[2].Value}".ToUpperInvariant()
            : null;
    }

    /// <summary>The processor's number, where the other name has it.</summary>
    private static string Socket(string name, string bank, string locator) =>
        Processor().Match(ReferenceEquals(name, bank) ? locator : bank) is { Success: true } processor && !Processor().IsMatch(name) ? $"P{processor.Groups[1].Value} " : "";

    [GeneratedRegex(@"channel[ _-]?([A-Z](?![A-Z])|\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(@"(?:DIMM|DDR\d)[ _-]?(P\d+_)?([A-L])[ _-]?\d", RegexOptions.IgnoreCase)]
    private static partial Regex Lettered();

    [GeneratedRegex(@"(?<![A-Z0-9])C(\d+)D\d", RegexOptions.IgnoreCase)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"(?:^|[^A-Z])(?:P|CPU|PROC|SOCKET|NODE)[ _-]?(\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex Processor();
}

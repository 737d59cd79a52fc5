using System.Collections.Frozen;

namespace LocalRig.Devices;

/// <summary>Names of products without what people and drivers write differently.</summary>
public static class ProductName
{
    /// <summary>Words of makers and brands that tell no device from another.</summary>
    public static FrozenSet<string> Brands { get; } = new[] { "nvidia", "geforce", "amd", "radeon", "apple", "intel", "gpu", "generation" }.ToFrozenSet();

    /// <summary>A name's words in small letters; a word is letters, digits and plus signs.</summary>
    public static string[] Words(string name) =>
        new string([.. name.ToLowerInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) || c == '+' ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A name as ids are written: <c>AI Max+ 395</c> is <c>ai-max+-395</c>.</summary>
    public static string Hyphenated(string name) => string.Join('-', Words(name));

    /// <summary>A name's letters and digits alone, in small letters: <c>RTX 3060 12GB</c> and <c>rtx-3060-12-gb</c> are the same.</summary>
    public static string Key(string name) => new([.. name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);
}

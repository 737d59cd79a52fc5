using LocalRig.Contract;
using LocalRig.Devices;

namespace LocalRig.Words;

/// <summary>What a mistyped name of hardware may have been meant to be.</summary>
internal static class RigSuggestion
{
    private const int LongestName = 60; // longer than any id; more is a sentence

    private static readonly Lazy<ILookup<string, string>> IdsByNumbers = new(static () => DeviceCatalog.Default.Ids.ToLookup(Numbers));

    /// <summary>A hint for a term nobody knows.</summary>
    public static string For(string term) =>
        Near(term) is string near ? $"Did you mean {near}?" : "A card LocalRig doesn't know is planned by its memory: gpu:24GB. `localrig rigs` lists the names.";

    /// <summary>A device spelled nearly so, never one whose model number differs; null when there is none.</summary>
    public static string? Near(string term)
    {
        string numbers = Numbers(term);
        return numbers.Length == 0 || term.Length > LongestName ? null : Spelling.Nearest(term, IdsByNumbers.Value[numbers]);
    }

    private static string Numbers(string name) => string.Join(' ', AtomReader.Read(name).Where(a => a.Text.Any(char.IsAsciiDigit)).Select(a => a.Text));
}

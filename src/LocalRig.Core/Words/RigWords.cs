using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Rigs;

namespace LocalRig.Words;

/// <summary>Rigs in words, as people write them: <c>2x rtx-3090 + 64GB ddr5-6000</c>, <c>dual 3090s and 64 gigs of RAM</c>, <c>MacBook Pro M4 Max 128GB</c>,
/// <c>gpu:24GB</c> for a card known by its size alone, <c>64GB</c> or <c>none + 64GB</c> for a processor alone (docs/rigs.md).</summary>
public static class RigWords
{
    private const int MostLetters = 400; // several times the longest phrase anybody was seen to write

    /// <summary>Reads such a rig, or null when the text isn't one.</summary>
    public static Rig? TryParse(string text)
    {
        try
        {
            return Read(text);
        }
        catch (RequestException)
        {
            return null;
        }
    }

    /// <summary>Reads such a rig; its notes say what was assumed or left out, its name is the words written out, which are understood the same again.</summary>
    /// <exception cref="RequestException">Something in it isn't understood; the problem names it.</exception>
    public static Rig Read(string text)
    {
        if (text.Length > MostLetters)
        {
            throw Wrong($"A rig's words have at most {MostLetters} letters; these have {text.Length}.", "Name the cards and the memory.");
        }

        RigParts parts = RigSentence.Read(text);
        RigDevices.OneMachine(parts);
        ImmutableArray<ChosenDevice> devices = RigDevices.Of(parts);
        MainMemory main = MainMemory.Of(parts);
        if (parts.None && (devices.Length > 0 || main.Words is null))
        {
            throw Wrong("\"none\" stands for a machine without graphics processors.", "Write it with main memory alone: none + 64GB.");
        }

        if (devices.IsEmpty && main.Words is null)
        {
            throw Wrong($"\"{text.Trim()}\" names no hardware LocalRig knows.", "Names are like rtx-3090, \"2x 3090 + 64GB\", \"M4 Max 128GB\", gpu:24GB.");
        }

        return RigDevices.Rig(parts, devices, main);
    }

    /// <summary>Whether a text names hardware or memory and nothing else, though maybe a version that was never sold.</summary>
    public static bool NamesHardware(string text) =>
        text.Length is > 0 and <= MostLetters && RigTerms.Read(text) is { IsEmpty: false } terms
        && terms.Any(t => t is RigTerm.Device or RigTerm.Card or RigTerm.Size) && !terms.Any(t => t is RigTerm.Unknown or RigTerm.Number);

    /// <summary>Whether a text sounds like hardware, though it may be mistyped.</summary>
    public static bool SoundsLikeHardware(string text) => text.Length <= MostLetters && RigTerms.Read(text).Any(t => t is RigTerm.Device or RigTerm.Card or RigTerm.Brand);

    private static RequestException Wrong(string message, string hint) => new(new Problem(ErrorCode.RigUnknown, message, hint, "rig"));
}

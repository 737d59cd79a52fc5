using System.Globalization;
using LocalRig.Contract;
using LocalRig.Words;

namespace LocalRig.Questions;

/// <summary>How somebody who starts answers: by word, by number, by the name on a box, or not at all.</summary>
public static class StartWords
{
    /// <summary>The machine some words mean: this one, one by <c>rig</c>'s words, or a product by the name on its box; with what else that may be.</summary>
    public static (RigRequest Rig, IReadOnlyList<string> Others) Rig(string text)
    {
        if (text.Length == 0 || text.Equals("this", StringComparison.OrdinalIgnoreCase))
        {
            return (new ThisMachineRig(), []);
        }

        return !IsRig(text) && DeviceWords.Find(text) is (string words, IReadOnlyList<string> others) ? (new NamedRig(words), others) : (new NamedRig(text), []);
    }

    /// <summary>One of some choices by its word or its number; the first where nothing is said.</summary>
    internal static TChoice Choice<TChoice>(FieldReader value, TChoice[] choices, Func<TChoice, string> word)
        where TChoice : struct
    {
        for (int i = 0; i < choices.Length; i++)
        {
            if (value.IsWord(word(choices[i])) || value.Raw == (i + 1).ToString(CultureInfo.InvariantCulture))
            {
                return choices[i];
            }
        }

        value.Refuse($"\"{value.Raw}\" is no answer.", $"Write {string.Join(", ", choices.Select(word))}.");
        return choices[0];
    }

    private static bool IsRig(string text)
    {
        try
        {
            return RigWords.TryParse(text) is not null;
        }
        catch (RequestException)
        {
            return false;
        }
    }
}

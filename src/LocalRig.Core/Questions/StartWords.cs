using System.Globalization;
using LocalRig.Contract;
using LocalRig.Words;

namespace LocalRig.Questions;

/// <summary>How somebody who starts answers: by word, by number, by the name on a box, or not at all.</summary>
public static class StartWords
{
    /// <summary>The machine some words mean: this one, or one by <c>rig</c>'s words.</summary>
    public static RigRequest Rig(string text) => text.Length == 0 || text.Equals("this", StringComparison.OrdinalIgnoreCase) ? new ThisMachineRig() : new NamedRig(text);

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
}

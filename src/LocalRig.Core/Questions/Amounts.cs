using System.Globalization;
using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>Numbers of things, as <c>200k</c> or <c>1M</c> too (thousands and millions).</summary>
internal static class Amounts
{
    /// <summary>A number from a least to a most; problems are noted.</summary>
    public static double? Number(this FieldReader value, string what, double least, double most)
    {
        if (!FriendlyMoney.TryCount(value.Raw ?? "", out double number) || number < least || number > most)
        {
            value.Refuse($"{value.Where} {value.Raw} is no {what}.", $"Write a number from {least:0.###} to {most:#,0}.");
        }

        return number;
    }

    /// <summary>The most watts of a power limit: more than any card of the catalogue draws.</summary>
    public const int MostWatts = 2000;

    /// <summary>Watts, with or without a W; problems are noted.</summary>
    public static int? Watts(this FieldReader value)
    {
        string text = (value.Raw ?? "").Trim();
        text = text.EndsWith('W') || text.EndsWith('w') ? text[..^1].TrimEnd() : text;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int watts) && watts is >= 1 and <= MostWatts)
        {
            return watts;
        }

        value.Refuse($"{value.Where} {value.Raw} is no power limit.", $"Write watts of each card, such as 250W, from 1 to {MostWatts:#,0}.");
        return null;
    }
}

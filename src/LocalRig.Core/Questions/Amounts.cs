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
}

using System.Text.RegularExpressions;
using LocalRig.Advice;
using LocalRig.Catalog;

namespace LocalRig.Audit.Naming;

/// <summary>A quantization as a guide names it.</summary>
/// <param name="Name">The recipe or mix to reckon with.</param>
/// <param name="Notice">What was assumed, or empty.</param>
/// <param name="IsSeries">Whether the words name a whole series of mixes, from under two bits to eight, and not one of them.</param>
internal sealed record NamedQuant(string Name, string Notice = "", bool IsSeries = false);

/// <summary>Finds quantizations by the names guides give them: <c>Unsloth Dynamic 2.0</c>, <c>4-bit</c>, <c>float32</c>, <c>Q4_K_M</c>.</summary>
internal static partial class QuantWords
{
    /// <summary>What nearly every publisher offers, and llama-server's and Ollama's usual download.</summary>
    public const string Common = "Q4_K_M";

    private const string UnslothDynamic = "UD-Q4_K_XL"; // the file Unsloth's own pages recommend of the series
    private const int MostLetters = 60;

    /// <summary>What the words stand for when said of a model: unnamed, the type its experts were released in where they have one.</summary>
    public static NamedQuant? Find(string text, CatalogModel model) =>
        text.Trim().Length == 0 && model.NativeExperts is not null
            ? new NamedQuant(Survey.NativeExpertsRecipe, $"No quantization is named; reckoned with {Survey.NativeExpertsRecipe}, as released.")
            : Find(text);

    /// <summary>What the words stand for, or null when no quantization has such a name.</summary>
    public static NamedQuant? Find(string text)
    {
        string name = text.Trim();
        return name.Length > MostLetters ? null : Spaced(name.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)) switch
        {
            "" => new NamedQuant(Common, $"No quantization is named; reckoned with {Common}."),
            "unsloth dynamic 2.0" or "unsloth dynamic" or "dynamic 2.0" or "ud" or "unsloth" =>
                new NamedQuant(UnslothDynamic, $"'{name}' names a series of mixes, not one; reckoned with {UnslothDynamic}.", IsSeries: true),
            "q4" or "4 bit" or "int4" => new NamedQuant(Common, $"'{name}' reckoned as {Common}."),
            "q5" or "5 bit" => new NamedQuant("Q5_K_M", $"'{name}' reckoned as Q5_K_M."),
            "q6" or "6 bit" => new NamedQuant("Q6_K", $"'{name}' reckoned as Q6_K."),
            "q3" or "3 bit" => new NamedQuant("Q3_K_M", $"'{name}' reckoned as Q3_K_M."),
            "q2" or "2 bit" => new NamedQuant("Q2_K", $"'{name}' reckoned as Q2_K."),
            "q8" or "8 bit" or "int8" => new NamedQuant("Q8_0", $"'{name}' reckoned as Q8_0."),
            "float32" or "full precision" or "32 bit" => new NamedQuant("F32"),
            "float16" or "half precision" or "16 bit" => new NamedQuant("F16"),
            _ => Parsed(name),
        };
    }

    /// <summary>"8bit", "16 bits": a number and the unit, told apart.</summary>
    private static string Spaced(string words) => NumberOfBits().Match(words) is { Success: true } bits ? $"{bits.Groups[1].Value} bit" : words;

    [GeneratedRegex(@"^(\d{1,2}) ?bits?$")]
    private static partial Regex NumberOfBits();

    /// <summary>A recipe or mix by name; of several joined by "or", the first known.</summary>
    private static NamedQuant? Parsed(string name)
    {
        if (QuantChoice.TryParse(name) is { } choice)
        {
            return new NamedQuant(choice.Name);
        }

        string[] several = name.Split([" or ", ",", "/"], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return several.Length < 2 ? null : several.Select(Find).FirstOrDefault(q => q is not null);
    }
}

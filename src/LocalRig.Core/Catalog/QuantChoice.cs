using LocalRig.Quantization;

namespace LocalRig.Catalog;

/// <summary>A quant name as people write it: a plain recipe, or a publisher's mix and the recipe it starts from.</summary>
/// <param name="Name">The name to show: <c>Q4_K_M</c>, <c>UD-Q4_K_XL</c>.</param>
/// <param name="Recipe">The plain recipe, or the one a mix starts from.</param>
/// <param name="IsMix">Whether no rule gives its types.</param>
/// <param name="WithImatrix">Whether it is a recipe made with an importance matrix, as the prefix <c>i1-</c> says.</param>
public sealed record QuantChoice(string Name, QuantRecipe Recipe, bool IsMix, bool WithImatrix = false)
{
    private const string PlainPrefix = "recipe:";

    /// <summary>Whether llama-quantize's own recipe is meant and no publisher's file: <c>recipe:Q4_K_M</c>, <c>i1-Q4_K_M</c>.</summary>
    public bool IsPlain { get; private init; }

    // Unsloth, bartowski and others add sizes llama-quantize has none of: the base is the nearest recipe with the same main type
    private static readonly Dictionary<string, string> Bases = new()
    {
        ["Q2_K_L"] = "Q2_K",
        ["Q2_K_XL"] = "Q2_K",
        ["Q3_K_XL"] = "Q3_K_L",
        ["Q4_K_L"] = "Q4_K_M",
        ["Q4_K_XL"] = "Q4_K_M",
        ["Q5_K_L"] = "Q5_K_M",
        ["Q5_K_XL"] = "Q5_K_M",
        ["Q6_K_L"] = "Q6_K",
        ["Q6_K_S"] = "Q6_K",
        ["Q6_K_XL"] = "Q6_K",
        ["Q8_K_XL"] = "Q8_0",
        ["Q8_K_L"] = "Q8_0",
        ["TQ1_0_L"] = "TQ1_0",
    };

    private static readonly string[] MixPrefixes = ["UD-", "i1-", "smol-", "MP-", "H-"];

    /// <summary>Understands a name, or returns null.</summary>
    public static QuantChoice? TryParse(string name)
    {
        // listings cut "IQ4_NL - 4.5 bpw" to "IQ4_NL - 4", and put a size class before it: "(Scout) Q4_K - Medium"
        string text = WithoutBits(WithoutSizeClass(name.Trim()));
        if (text.StartsWith(PlainPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return QuantRecipe.TryParse(text[PlainPrefix.Length..], out QuantRecipe? plain) ? new QuantChoice(plain.Name, plain, IsMix: false) { IsPlain = true } : null;
        }

        if (QuantRecipe.TryParse(text, out QuantRecipe? recipe))
        {
            return new QuantChoice(recipe.Name, recipe, IsMix: false);
        }

        if (text.StartsWith("i1-", StringComparison.OrdinalIgnoreCase) && QuantRecipe.TryParse(text[3..], out recipe))
        {
            return new QuantChoice("i1-" + recipe.Name, recipe, IsMix: false, WithImatrix: true) { IsPlain = true };
        }

        string mix = text[PrefixLength(text)..].ToUpperInvariant();
        string basis = Bases.GetValueOrDefault(mix, mix);
        return QuantRecipe.TryParse(basis, out recipe) ? new QuantChoice(CanonicalMix(text), recipe, IsMix: true) : null;
    }

    // an _XL without a prefix is Unsloth's dynamic mix: nobody else uses the name
    private static string CanonicalMix(string text) =>
        text.EndsWith("_XL", StringComparison.OrdinalIgnoreCase) && PrefixLength(text) == 0 ? "UD-" + text.ToUpperInvariant() : text;

    private static string WithoutBits(string text) => text is [.., ' ', '-', ' ', char digit] && char.IsDigit(digit) ? text[..^4] : text;

    private static string WithoutSizeClass(string text) =>
        text.StartsWith('(') && text.IndexOf(')', StringComparison.Ordinal) is var end and > 0 ? text[(end + 1)..].TrimStart() : text;

    private static int PrefixLength(string text) => MixPrefixes.FirstOrDefault(p => text.StartsWith(p, StringComparison.OrdinalIgnoreCase))?.Length ?? 0;
}

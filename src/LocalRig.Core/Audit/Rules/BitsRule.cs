using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Catalog;
using LocalRig.Models;

namespace LocalRig.Audit.Rules;

/// <summary>Whether a quantization takes so many bits for each parameter: the bits per weight of every released dense model's file in it.</summary>
internal sealed class BitsRule(AuditKnowledge knowledge)
{
    private const double Rounding = 0.05; // guides round to a digit or two
    private const double Least = 3e9; // in smaller models the embedding's own type moves the average
    // Whole bytes hold when the real width rounds to them: Q8_0's 8.5 bits, a scale for 32 values with them, are a byte.
    private const double Close = 0.1; // beyond that a figure isn't the quantization's

    public Finding Check(BitsClaim claim)
    {
        if (QuantWords.Find(claim.Quant) is not NamedQuant quant)
        {
            return Finding.Unknown(claim, $"LocalRig knows no quantization '{claim.Quant}'.");
        }

        double[] real = [.. Models().Select(m => Bits(m, quant.Name)).OfType<double>().Order()];
        if (real.Length == 0)
        {
            return Finding.Unknown(claim, $"No model of the catalogue can be had in {quant.Name}.");
        }

        double middle = real[real.Length / 2];
        string span = real[^1] - real[0] < 0.01 ? $"{middle:0.##}" : $"{real[0]:0.00} to {real[^1]:0.00}, {middle:0.00} in the middle";
        ImmutableArray<Working> working =
        [
            .. quant.Notice.Length > 0 ? [new Working(quant.Notice)] : Array.Empty<Working>(),
            new($"Bits per weight of {real.Length} released dense models of 3 billion parameters or more in {quant.Name}: {span}.", "each file's recipe, docs/file-sizes.md"),
        ];
        string truth = $"{span} bits per weight in {quant.Name}: {middle / 8:0.00} GB for a billion parameters, before cache and scratch.";
        double off = middle / (claim.Bits.High * (1 + Rounding));
        bool wholeBytes = claim.Bits.Low == claim.Bits.High && claim.Bits.Low % 8 == 0 && Math.Round(middle / 8) == claim.Bits.Low / 8;
        return wholeBytes || claim.Bits.Overlaps(new Interval(real[0] * (1 - Rounding), real[^1] * (1 + Rounding)))
                ? new Finding(claim, ClaimVerdict.Holds, truth, working)
            : IsNominal(claim, quant) || off is > 1 and < 1 + Close || claim.Bits.Low < middle * (1 + Close) && off <= 1
                ? new Finding(claim, ClaimVerdict.Misleading, "That is the width its name gives; scales and larger tensors come on top.", working, truth)
            : new Finding(claim, ClaimVerdict.False, truth, working, truth);
    }

    /// <summary>Whether the figure is the digit in the quantization's own name: 4 of "4-bit".</summary>
    private static bool IsNominal(BitsClaim claim, NamedQuant quant) =>
        quant.Notice.Length > 0 && claim.Bits.Low == claim.Bits.High && claim.Quant.Contains(((int)claim.Bits.Low).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private IEnumerable<CatalogModel> Models() =>
        knowledge.Models.Offered.Where(m => !m.Nominal && m.StandIn.Length == 0 && m.Architecture is not null && !ModelNames.IsMixture(m) && m.ParameterCount >= Least);

    private static double? Bits(CatalogModel model, string quant)
    {
        try
        {
            return model.ToModel(quant).Tensors.BitsPerWeight;
        }
        catch (CatalogException)
        {
            return null;
        }
    }
}

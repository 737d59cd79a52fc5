using System.Collections.Immutable;
using LocalRig.Advice;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Catalog;
using LocalRig.Models;
using LocalRig.Units;

namespace LocalRig.Audit.Rules;

/// <summary>Whether a model's file has the size said: the recipe's bytes, and the bits per weight the claim would mean.</summary>
internal sealed class FileSizeRule(ModelNames names)
{
    private const double HalfADigit = 0.5;
    private const double Rounding = 0.05;
    private const int BitsPerByte = 8;
    private const int ModelsOfASize = 3; // the ones of that name come first; more say the same again
    private const string Released = "BF16"; // what models are published in

    public Finding Check(FileSizeClaim claim)
    {
        if (names.Find(claim.Model) is not { Models: [var model, ..] } named)
        {
            return ModelRules.Unknown(claim, claim.Model);
        }

        if (QuantWords.Find(claim.Quant, model) is not NamedQuant quant)
        {
            return Finding.Unknown(claim, $"LocalRig knows no quantization '{claim.Quant}'.");
        }

        ImmutableArray<(CatalogModel Model, Finding Finding)> each =
        [
            .. (named is SizeClass size ? size.Named.Take(ModelsOfASize) : named.Models.Take(1)).Select(m => (m, Of(claim, named, quant, m))).Where(f => f.Item2 is not null).Select(f => (f.m, f.Item2!)),
        ];
        return each.IsEmpty ? Finding.Unknown(claim, $"{model.Id} can't be had in {quant.Name}, or its shape is unknown.")
            : each.All(f => f.Finding.Verdict == each[0].Finding.Verdict) ? each[0].Finding
            : Mixed(claim, each);
    }

    private static Finding? Of(FileSizeClaim claim, NamedModel named, NamedQuant quant, CatalogModel model)
    {
        try
        {
            return Judge(claim, named, quant, model, model.ToModel(quant.Name));
        }
        catch (CatalogException)
        {
            return null;
        }
    }

    /// <summary>A size whose models don't agree: true of some of them, or wrong of each in another way.</summary>
    private static Finding Mixed(FileSizeClaim claim, ImmutableArray<(CatalogModel Model, Finding Finding)> each)
    {
        ImmutableArray<Working> working = [.. each.SelectMany(f => f.Finding.Working).Distinct()];
        string truth = string.Join(" ", each.Select(f => $"{f.Model.Id}: {(f.Finding.Correction.Length > 0 ? f.Finding.Correction : f.Finding.Reason)}"));
        string right = string.Join(", ", each.Where(f => f.Finding.Verdict == ClaimVerdict.Holds).Select(f => f.Model.Id));
        return right.Length > 0
            ? new Finding(claim, ClaimVerdict.Depends, $"True of {right}, not of {string.Join(", ", each.Where(f => f.Finding.Verdict != ClaimVerdict.Holds).Select(f => f.Model.Id))}.", working, truth)
            : new Finding(claim, ClaimVerdict.Misleading, each[0].Finding.Reason, working, truth);
    }

    private static Finding Judge(FileSizeClaim claim, NamedModel named, NamedQuant quant, CatalogModel model, Model made)
    {
        ByteSize size = made.Tensors.TotalSize;
        Interval bits = new(Bits(claim.Gigabytes.Low, model), Bits(claim.Gigabytes.High, model));
        // A size alone rounds the parameters too: "8B" is said of 7.5 to 8.5 billion.
        double rounding = Rounding + (named is SizeClass { Billions: > 0 } of ? HalfADigit / of.Billions : 0);
        bool right = claim.Gigabytes.Holds(size.Gigabytes, rounding);
        bool gibibytes = !right && claim.Gigabytes.Holds(size.Gibibytes, Rounding);
        ImmutableArray<Working> working =
        [
            .. new[] { named.Notice, quant.Notice }.Where(n => n.Length > 0).Select(n => new Working(n)),
            new($"{model.Id} has {model.ParameterCount / 1e9:0.000} billion parameters; in {quant.Name} {made.Tensors.BitsPerWeight:0.00} bits each: {size.Gigabytes:0.0} GB = {size}.{(made.BoundedBecause.Length > 0 ? " " + made.BoundedBecause : "")}", model.Sources.GetValueOrDefault("config", "")),
            new($"{claim.Gigabytes} GB x 8 / {model.ParameterCount / 1e9:0.000} billion = {bits} bits per weight."),
            .. Notes(right, model, size),
        ];
        string truth = $"{size.Gigabytes:0.0} GB ({size}).";
        string reach = quant.IsSeries && !right && !gibibytes ? Within(claim.Gigabytes, model) : "";
        return named is MissingModel ? new Finding(claim, right ? ClaimVerdict.Misleading : ClaimVerdict.False, named.Notice, working, $"{named.Notice} On the shape of that size: {truth}")
            : right ? new Finding(claim, ClaimVerdict.Holds, $"The tensors take {truth}", working)
            : gibibytes ? new Finding(claim, ClaimVerdict.Misleading, "The figure is right in GiB (2^30 bytes), not in GB (10^9).", working, truth)
            : quant.IsSeries && reach.Length > 0
                ? new Finding(claim, ClaimVerdict.Misleading, $"Only the series' smallest files are that small: {bits} bits per weight, the class of {reach}.", working, $"In {quant.Name}: {truth} Name the file, its size and what it loses.")
            : new Finding(claim, ClaimVerdict.False, $"The tensors take {truth}", working, truth);
    }

    private static IEnumerable<Working> Notes(bool right, CatalogModel model, ByteSize size)
    {
        ByteSize published = model.ToModel(Released).Tensors.TotalSize;
        return right && size.Bytes > published.Bytes * (1 + Rounding)
            ? [new Working($"Weights are published in {Released}: {published.Gigabytes:0.0} GB is the size to compare with.")]
            : [];
    }

    /// <summary>The recipes whose file has the size, most bits first.</summary>
    private static string Within(Interval gigabytes, CatalogModel model) =>
        string.Join(", ", model.Recipes.Where(r => gigabytes.Holds(model.SizeOf(r).Gigabytes, Rounding)).OrderByDescending(r => model.SizeOf(r).Bytes).Select(r => r.Name));

    private static double Bits(double gigabytes, CatalogModel model) => gigabytes * ByteSize.BytesPerGigabyte * BitsPerByte / model.ParameterCount;
}

using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Catalog;

namespace LocalRig.Audit.Rules;

/// <summary>Whether a family comes in the sizes named.</summary>
internal static class FamilyRule
{
    public static Finding Check(FamilyClaim claim, ModelNames names)
    {
        ImmutableArray<CatalogModel> real = names.Family(claim.Family);
        if (real.IsEmpty)
        {
            return Finding.Unknown(claim, $"The catalogue has no family '{claim.Family}'.");
        }

        ImmutableArray<double> wrong = [.. claim.Sizes.Where(s => !real.Any(m => ModelNames.Label(m) == s))];
        int right = claim.Sizes.Length - wrong.Length;
        string released = string.Join(", ", real.Select(m => $"{m.Id} ({Kind(m)})"));
        ImmutableArray<Working> working =
        [
            new($"Released, with billions of parameters: {released}.", real[0].Sources.GetValueOrDefault("released", "")),
            .. wrong.Select(size => new Working(Owner(size, claim.Family, names))),
        ];
        return wrong.IsEmpty
            ? new Finding(claim, ClaimVerdict.Holds, $"All {right} sizes were released.", working)
            : new Finding(
                claim, ClaimVerdict.False, $"{right} of {claim.Sizes.Length} sizes are real; {string.Join(", ", wrong.Select(s => $"{s:0.##}B"))} {(wrong.Length == 1 ? "was" : "were")} never released.",
                working, $"{claim.Family} comes in {string.Join(", ", real.Select(m => m.Id[(m.Id.IndexOf('-', StringComparison.Ordinal) + 1)..]))}.");
    }

    private static string Owner(double size, string family, ModelNames names)
    {
        ImmutableArray<CatalogModel> owners = names.Owners(size, family);
        return owners.IsEmpty ? $"{size:0.##}B: no family of the catalogue has this size." : $"{size:0.##}B belongs to {string.Join(", ", owners.Select(m => m.Id))}.";
    }

    private static string Kind(CatalogModel model) =>
        $"{model.ParameterCount / 1e9:0.000}{(ModelNames.IsMixture(model) ? $", {(model.Parameters.Active ?? 0) / 1e9:0.0} active" : " dense")}";
}

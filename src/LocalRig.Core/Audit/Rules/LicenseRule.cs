using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Catalog;

namespace LocalRig.Audit.Rules;

/// <summary>Whether a model is published under the licence said: what the catalogue's sources name. Of a family each member is asked.</summary>
internal static partial class LicenseRule
{
    private const int Shown = 4;

    public static Finding Check(LicenseClaim claim, ModelNames names)
    {
        ImmutableArray<CatalogModel> models = names.Find(claim.Model) is ReleasedModel { Model: var one } ? [one] : names.Family(claim.Model);
        if (models.IsEmpty)
        {
            return ModelRules.Unknown(claim, claim.Model);
        }

        ImmutableArray<CatalogModel> known = [.. models.Where(m => m.License.Length > 0)];
        if (known.IsEmpty)
        {
            return new Finding(claim, ClaimVerdict.Unsupported, $"No source of the catalogue names the licence of {claim.Model}.", []);
        }

        ImmutableArray<CatalogModel> right = [.. known.Where(m => Same(m.License, claim.License))];
        ImmutableArray<CatalogModel> wrong = [.. known.Except(right)];
        ImmutableArray<Working> working = [.. known.GroupBy(m => m.License).Select(g => new Working($"{g.Key}: {Names([.. g])}.", g.First().Sources.GetValueOrDefault("license", "")))];
        string truth = string.Join("; ", known.GroupBy(m => m.License).Select(g => $"{Names([.. g])}: {g.Key}")) + ".";
        return wrong.IsEmpty ? new Finding(claim, ClaimVerdict.Holds, $"Published under {known[0].License}.", working)
            : right.IsEmpty ? new Finding(claim, ClaimVerdict.False, $"Published under {string.Join(" or ", wrong.Select(m => m.License).Distinct())}.", working, truth)
            : new Finding(claim, ClaimVerdict.Depends, $"True of {Names(right)}, not of {Names(wrong)}.", working, truth);
    }

    private static string Names(ImmutableArray<CatalogModel> models) =>
        string.Join(", ", models.Take(Shown).Select(m => m.Id)) + (models.Length > Shown ? $" and {models.Length - Shown} more" : "");

    /// <summary>"Apache 2.0", "Apache License 2.0" and "Apache-2.0" are one; a publisher's own licence is named by its first word.</summary>
    private static bool Same(string known, string said)
    {
        string one = Plain(known);
        string other = Plain(said);
        return one == other || one.StartsWith(other, StringComparison.Ordinal) || other is "llamacommunity" && one.StartsWith("llama", StringComparison.Ordinal);
    }

    private static string Plain(string license) => Filler().Replace(license.ToLowerInvariant(), "");

    [GeneratedRegex(@"licen[cs]ed?|terms of use|version|(?<=\b)v(?=\d)|[^a-z0-9]|\.0\b")]
    private static partial Regex Filler();
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LocalRig.Catalog;
using LocalRig.Devices;

namespace LocalRig.Audit.Reading;

/// <summary>The catalogues' names, to be found in texts whole.</summary>
internal static partial class KnownNames
{
    private const int LeastLetters = 6; // shorter ones are words of other things too ("Hy3"), or have a form of their own ("Phi-4")

    private static readonly Lazy<NameTrie> Cards = new(() => new NameTrie(DeviceCatalog.Default.All.Where(d => !d.IsHost && d.Maker != "Apple").SelectMany(OfDevice).Distinct()));
    private static readonly Lazy<NameTrie> Weights = new(() => new NameTrie(ModelCatalog.Default.Models.SelectMany(OfModel).Distinct()));

    /// <summary>Where devices' names stand, without their memory; Apple's chips are written in too many ways for a list.</summary>
    public static List<(int Start, int End)> Devices(string text) => Cards.Value.In(text);

    /// <summary>Where models' names stand.</summary>
    public static List<(int Start, int End)> Models(string text) => Weights.Value.In(text);

    private static IEnumerable<string> OfDevice(KnownDevice device)
    {
        foreach (string name in (ImmutableArray<string>)[.. Remark().Replace(device.Product, "").Split(" / "), .. device.Names])
        {
            string bare = Memory().Replace(name, "").Trim();
            string plain = Brand().Replace(bare, "");
            foreach (string one in (string[])[bare, plain, Generation().Replace(plain, ""), Board().Replace(plain, "")])
            {
                if (IsTelling().IsMatch(one))
                {
                    yield return one;
                }
            }
        }
    }

    private static IEnumerable<string> OfModel(CatalogModel model) =>
        ((ImmutableArray<string>)[model.Id, .. model.Aliases]).Where(n => !model.Nominal && n.Length >= LeastLetters && (n.Any(char.IsAsciiDigit) || n.Contains('-', StringComparison.Ordinal) && char.IsAsciiLetterLower(n[^1])));

    [GeneratedRegex(@"\s*\([^)]*\)|,.*$")]
    private static partial Regex Remark();

    [GeneratedRegex(@"\s\d{1,3}\s?GB$", RegexOptions.IgnoreCase)]
    private static partial Regex Memory();

    [GeneratedRegex(@"^(?:(?:NVIDIA|GeForce|AMD|Radeon|Intel)\s)+", RegexOptions.IgnoreCase)]
    private static partial Regex Brand();

    [GeneratedRegex(@"\s(?:PCIe|SXM\d?|NVL)$", RegexOptions.IgnoreCase)]
    private static partial Regex Board();

    // Two words or more, or letters with two figures: four figures alone are a year, "780M" a count, a word alone anything.
    [GeneratedRegex(@"^[A-Za-z][\w+-]*[\s-]\S|^[A-Za-z]+\d{2}")]
    private static partial Regex IsTelling();

    [GeneratedRegex(@"\sGeneration\b", RegexOptions.IgnoreCase)]
    private static partial Regex Generation();
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using LocalRig.Catalog;
using LocalRig.Models;

namespace LocalRig.Audit.Naming;

/// <summary>Finds models by the names guides give them: <c>Qwen3.5-27B</c>, <c>Llama 3.1 70B</c>, <c>Qwen3.5 32B</c>, <c>7B</c>, <c>smaller models</c>.</summary>
internal sealed partial class ModelNames(ModelCatalog catalog)
{
    private const int MostLetters = 120;
    private const double Billion = 1e9;
    private const int NearestShown = 2;

    // "A 7B" is said of 6.7 to 8.0 billion parameters (Llama 2 7B, Llama 3.1 8B): 15 % either way.
    private const double SameSize = 0.15;

    private const int MostRemembered = 4096; // a guide has fewer different names

    private readonly ConcurrentDictionary<string, NamedModel?> _found = new(StringComparer.Ordinal);

    /// <summary>What a name stands for, or null when the catalogue has nothing like it.</summary>
    public NamedModel? Find(string text)
    {
        string name = text.Trim();
        return name.Length is 0 or > MostLetters ? null
            : _found.Count < MostRemembered ? _found.GetOrAdd(name, Looked)
            : Looked(name);
    }

    private NamedModel? Looked(string name)
    {
        Match size = SizeAtEnd().Match(name);
        string family = size.Success ? name[..size.Index].Trim(' ', '-', '_') : "";
        double billions = size.Success ? double.Parse(size.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return catalog.Find(name) is { } exact ? exact.Nominal ? Missing(exact.Family, Label(exact) ?? billions) : new ReleasedModel(exact)
            : size.Success && family.Length == 0 ? OfSize(billions)
            : size.Success && FamilyOf(family) is string known ? OfFamily(known, billions)
            : size.Success && OfMaker(family, billions) is { } line ? line
            : Vague().IsMatch(name) ? new VagueModel(Dense())
            : null;
    }

    /// <summary>Released models of a family.</summary>
    public ImmutableArray<CatalogModel> Family(string family) =>
        FamilyOf(family) is string known ? [.. Released.Where(m => m.Family == known).OrderBy(m => m.ParameterCount)] : [];

    /// <summary>Released models of other families that carry a size in their name.</summary>
    public ImmutableArray<CatalogModel> Owners(double billions, string notFamily) =>
        [.. Released.Where(m => m.Family != FamilyOf(notFamily) && Label(m) == billions)];

    // Every size asked of is held against every model's.
    private static readonly ConditionalWeakTable<CatalogModel, object> Labels = [];
    private static readonly object NoLabel = new();

    /// <summary>The size in a model's name: 35 of <c>Qwen3.5-35B-A3B</c>; null when it has none.</summary>
    public static double? Label(CatalogModel model) => Labels.GetValue(model, static m => Labelled(m) ?? NoLabel) as double?;

    private static double? Labelled(CatalogModel model) =>
        SizeInName().Match(model.Id) is { Success: true } match ? double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether only some of its parameters work on each token.</summary>
    public static bool IsMixture(CatalogModel model) => model.Architecture?.Layers.Any(l => l.FeedForward is ExpertFeedForward) ?? false;

    private IEnumerable<CatalogModel> Released => catalog.Offered.Where(m => !m.Nominal && m.StandIn.Length == 0);

    private IEnumerable<CatalogModel> Known => Released.Where(m => m.Architecture is not null);

    /// <summary>"Llama 8B": those of the line in that size, whatever their version; null when there is none.</summary>
    private SizeClass? OfMaker(string line, double billions) =>
        line.Length > 2 && line.All(char.IsAsciiLetter) && Known.Where(m => Label(m) == billions && m.Id.StartsWith(line, StringComparison.OrdinalIgnoreCase) && !IsMixture(m)).OrderByDescending(m => m.Released, StringComparer.Ordinal).ToImmutableArray() is { IsEmpty: false } alike
            ? new SizeClass(billions, alike) : null;

    private NamedModel OfFamily(string family, double billions) =>
        Released.FirstOrDefault(m => m.Family == family && Label(m) == billions) is { } model ? new ReleasedModel(model) : Missing(family, billions);

    private MissingModel Missing(string family, double billions)
    {
        CatalogModel? nominal = catalog.Models.FirstOrDefault(m => m.Nominal && m.Family == family && Label(m) == billions);
        ImmutableArray<CatalogModel> nearest =
        [
            .. nominal is null
                ? Released.Where(m => m.Family == family).OrderBy(m => Math.Abs(Math.Log(m.ParameterCount / (billions * Billion)))).Take(NearestShown)
                : nominal.Nearest.Select(id => catalog.Find(id)!),
        ];
        return new MissingModel(family, billions, nominal ?? OfSize(billions)?.Models[0], nearest);
    }

    /// <summary>Models that carry the size in their name, and dense ones of about as many parameters; mixtures only where the name itself is one's.</summary>
    private SizeClass? OfSize(double billions)
    {
        ImmutableArray<CatalogModel> named = [.. Known.Where(m => Label(m) == billions)];
        bool mixture = named.Length > 0 && named.All(IsMixture);
        ImmutableArray<CatalogModel> alike =
        [
            .. Known.Where(m => mixture ? named.Contains(m) : !IsMixture(m) && Math.Abs(m.ParameterCount / (billions * Billion) - 1) <= SameSize && IsNamedAfterIt(m))
                .OrderByDescending(m => Label(m) == billions).ThenByDescending(m => m.Released, StringComparer.Ordinal),
        ];
        return alike.IsEmpty ? null : new SizeClass(billions, alike);
    }

    /// <summary>Not so where a name counts only part of the parameters (gemma-4-E4B has 7.5 billion).</summary>
    private static bool IsNamedAfterIt(CatalogModel model) => Label(model) is not double label || Math.Abs(model.ParameterCount / (label * Billion) - 1) <= SameSize;

    private ImmutableArray<CatalogModel> Dense() => [.. Known.Where(m => !IsMixture(m) && IsNamedAfterIt(m)).OrderBy(m => m.ParameterCount)];

    private readonly (string Name, string Plain)[] _families = [.. catalog.Models.Select(m => m.Family).Distinct().Select(f => (f, Plain(f)))];

    private string? FamilyOf(string text)
    {
        string key = Plain(text);
        return _families.FirstOrDefault(f => f.Plain == key).Name
            ?? _families.Where(f => key.StartsWith(f.Plain, StringComparison.Ordinal) && key.Length <= f.Plain.Length + 2).Select(f => f.Name).MaxBy(f => f.Length);
    }

    private static string Plain(string text) => string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || c == '.')).ToLowerInvariant();

    [GeneratedRegex(@"(?<![\w.])(\d{1,4}(?:\.\d{1,2})?)\s?[bB]$")]
    private static partial Regex SizeAtEnd();

    [GeneratedRegex(@"(?<![\w.])E?(\d{1,4}(?:\.\d{1,2})?)[bB](?![a-zA-Z])")]
    private static partial Regex SizeInName();

    [GeneratedRegex(@"\b(smaller|small|bigger|larger|large|any|most|other|local)\s+(\w+\s+)?(models?|llms?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Vague();
}

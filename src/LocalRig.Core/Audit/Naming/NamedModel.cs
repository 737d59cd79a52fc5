using System.Collections.Immutable;
using LocalRig.Catalog;

namespace LocalRig.Audit.Naming;

/// <summary>What a guide's name of a model stands for.</summary>
internal abstract record NamedModel
{
    /// <summary>Models to reckon with, the likeliest first.</summary>
    public abstract ImmutableArray<CatalogModel> Models { get; }

    /// <summary>What must be said about the name itself, or empty.</summary>
    public virtual string Notice => "";
}

/// <summary>A released model.</summary>
/// <param name="Model">The model.</param>
internal sealed record ReleasedModel(CatalogModel Model) : NamedModel
{
    public override ImmutableArray<CatalogModel> Models => [Model];
}

/// <summary>A size its family doesn't have.</summary>
/// <param name="Family">The family.</param>
/// <param name="Billions">The size named.</param>
/// <param name="StandIn">What to reckon with instead: the shape of that size in another family; null when there is none.</param>
/// <param name="Nearest">The family's nearest real models.</param>
internal sealed record MissingModel(string Family, double Billions, CatalogModel? StandIn, ImmutableArray<CatalogModel> Nearest) : NamedModel
{
    public override ImmutableArray<CatalogModel> Models => StandIn is null ? [] : [StandIn];

    public override string Notice => $"{Family} has no {Billions:0.##}B; nearest: {string.Join(", ", Nearest.Select(m => m.Id))}.";
}

/// <summary>A size alone: any model of about that many parameters.</summary>
/// <param name="Billions">The size named.</param>
/// <param name="Alike">Released models of that size.</param>
internal sealed record SizeClass(double Billions, ImmutableArray<CatalogModel> Alike) : NamedModel
{
    public override ImmutableArray<CatalogModel> Models => Alike;

    /// <summary>Those that carry the very size in their name, where any does.</summary>
    public ImmutableArray<CatalogModel> Named => Alike.Where(m => ModelNames.Label(m) == Billions).ToImmutableArray() is { IsEmpty: false } exact ? exact : Alike;
}

/// <summary>No definite size: "smaller models".</summary>
/// <param name="Candidates">Released dense models it may mean, smallest first.</param>
internal sealed record VagueModel(ImmutableArray<CatalogModel> Candidates) : NamedModel
{
    public override ImmutableArray<CatalogModel> Models => Candidates;
}

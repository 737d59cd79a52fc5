using System.Collections.Immutable;
using LocalRig.Advice.Needs;
using LocalRig.Advice.Ranking;
using LocalRig.Catalog;

namespace LocalRig.Site.Facts;

/// <summary>A model and everything its page says of it.</summary>
/// <param name="Model">The catalogue's entry.</param>
/// <param name="Slug">Its part of addresses.</param>
internal sealed record ModelFacts(CatalogModel Model, string Slug)
{
    /// <summary>Its place in the catalogue's answer.</summary>
    public required int Index { get; init; }

    /// <summary>The memory each common quantization needs; empty where the engine refuses the model or no recipe can be made.</summary>
    public ImmutableArray<QuantNeed> Needs { get; init; } = [];

    /// <summary>Why there are none, or empty.</summary>
    public string Refusal { get; init; } = "";

    /// <summary>The quantization the contexts are for; null without any.</summary>
    public string? UsualQuant { get; init; }

    /// <summary>Memory by context and cache type.</summary>
    public ImmutableArray<ContextMemory> Contexts { get; init; } = [];

    /// <summary>What others publish of its quality; null where nothing is known of the name.</summary>
    public RankAnswer? Rank { get; init; }

    /// <summary>Its page.</summary>
    public string Path => $"models/{Slug}.html";

    /// <summary>The question its needs answer.</summary>
    public Asked NeedsAsked => Asked.Of($"localrig needs {Asked.Word(Model.Id)}", "needs", ("model", Model.Id));

    /// <summary>The question its facts answer.</summary>
    public static Asked ListAsked => Asked.Of("localrig models --json", "models");

    /// <summary>The question its rankings answer.</summary>
    public Asked RankAsked => Asked.Of($"localrig rank {Asked.Word(Model.Id)}", "rank", ("model", Model.Id));
}

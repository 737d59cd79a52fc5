using System.Collections.Immutable;
using LocalRig.Evidence;

namespace LocalRig.Advice.Ranking;

/// <summary>Published claims that can't both be a model's quality.</summary>
public abstract record Contradiction
{
    /// <summary>What contradicts what, in one sentence that names every publisher with kind and date.</summary>
    public abstract string Sentence { get; }

    /// <summary>The claims' addresses.</summary>
    public abstract IEnumerable<string> Sources { get; }

    /// <summary>Publishers with their tests, as parts of a sentence.</summary>
    private protected static string By(IEnumerable<PublisherView> views, int sign) => "according to " + string.Join(" and ", views.Select(v => v.Words(sign)));
}

/// <summary>Publishers order two models oppositely, each going by most of its tests.</summary>
/// <param name="One">A model.</param>
/// <param name="Other">Another.</param>
/// <param name="First">Who puts the one ahead.</param>
/// <param name="Second">Who puts the other ahead.</param>
public sealed record OppositeOrders(string One, string Other, ImmutableArray<PublisherView> First, ImmutableArray<PublisherView> Second) : Contradiction
{
    /// <inheritdoc/>
    public override string Sentence => $"Publishers disagree: {One} is ahead of {Other} {By(First, 1)}, but behind {By(Second, -1)}.";

    /// <inheritdoc/>
    public override IEnumerable<string> Sources => First.Concat(Second).SelectMany(v => v.Sources).Distinct();
}

/// <summary>A smaller model is ahead of a larger one of its family.</summary>
/// <param name="Smaller">The model with fewer parameters.</param>
/// <param name="Larger">The model with more.</param>
/// <param name="Views">Publishers with at least one such test.</param>
public sealed record SmallerAhead(string Smaller, string Larger, ImmutableArray<PublisherView> Views) : Contradiction
{
    /// <inheritdoc/>
    public override string Sentence => $"{Smaller} is smaller than {Larger}, and yet ahead of it {By(Views, 1)}.";

    /// <inheritdoc/>
    public override IEnumerable<string> Sources => Views.SelectMany(v => v.Sources).Distinct();
}

/// <summary>Publishers give one model different scores in one test.</summary>
/// <param name="Model">The model.</param>
/// <param name="Claims">The claims, at least two.</param>
public sealed record OtherScore(string Model, ImmutableArray<RankingClaim> Claims) : Contradiction
{
    /// <inheritdoc/>
    public override string Sentence => $"{Model} has different scores in one test, {Claims[0].Benchmark}: {string.Join(" and ", Claims.Select(c => $"{c.Result} by {c.Origin.Publisher} ({c.Origin.Terms})"))}.";

    /// <inheritdoc/>
    public override IEnumerable<string> Sources => Claims.Select(c => c.Origin.Source).Distinct();
}

using System.Collections.Immutable;
using LocalRig.Site.Html;

namespace LocalRig.Site.Pages;

/// <summary>One page before it is written out.</summary>
/// <param name="Path">Where it lies, below the root.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Description">What it says, in one or two sentences.</param>
/// <param name="Body">Writes what stands under the heading.</param>
internal sealed record Page(string Path, string Heading, string Description, Action<HtmlWriter> Body)
{
    /// <summary>Its title in lists of results; the heading where nothing longer tells more.</summary>
    public string Title { get; init; } = Heading;

    /// <summary>What kind of thing it is to search engines: <c>Article</c>, <c>Dataset</c>, <c>CollectionPage</c>.</summary>
    public string Kind { get; init; } = "Dataset";

    /// <summary>Lines of its picture, under the heading.</summary>
    public ImmutableArray<string> PictureLines { get; init; } = [];

    /// <summary>Pages above it: path and name.</summary>
    public ImmutableArray<(string Path, string Name)> Above { get; init; } = [];

    /// <summary>Whether it belongs into search results and the list of pages; pages to embed don't.</summary>
    public bool Listed { get; init; } = true;

    /// <summary>Where its picture lies.</summary>
    public string Picture => $"og/{Path[..^".html".Length].Replace('/', '-')}.svg";
}

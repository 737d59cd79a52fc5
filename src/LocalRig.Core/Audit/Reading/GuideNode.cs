using System.Collections.Immutable;

namespace LocalRig.Audit.Reading;

/// <summary>A piece of a structured guide, YAML or JSON alike.</summary>
/// <param name="Line">The line it begins in, counted from 1.</param>
public abstract record GuideNode(int Line)
{
    /// <summary>How deep lists and maps may nest: a claim's values are two below the document.</summary>
    public const int MostDepth = 8;
}

/// <summary>A text, number or word.</summary>
/// <param name="Text">As written, without quotes.</param>
/// <param name="Line">Its line.</param>
public sealed record ScalarNode(string Text, int Line) : GuideNode(Line);

/// <summary>A list.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Line">Its line.</param>
public sealed record ListNode(ImmutableArray<GuideNode> Items, int Line) : GuideNode(Line);

/// <summary>A map of names to values, in order.</summary>
/// <param name="Entries">Its entries.</param>
/// <param name="Line">Its line.</param>
public sealed record MapNode(ImmutableArray<KeyValuePair<string, GuideNode>> Entries, int Line) : GuideNode(Line)
{
    /// <summary>The value of a name; null when there is none.</summary>
    public GuideNode? Find(string name) => Entries.FirstOrDefault(e => e.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}

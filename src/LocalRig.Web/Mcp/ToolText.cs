using System.Collections.Immutable;
using LocalRig.Shapes;

namespace LocalRig.Web.Mcp;

/// <summary>How a question is put to language models.</summary>
/// <typeparam name="TAnswer">Its answer.</typeparam>
internal sealed record ToolText<TAnswer>
{
    /// <summary>The tool's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Title { get; init; }

    /// <summary>When to use it, for the model.</summary>
    public required string Description { get; init; }

    /// <summary>The question's fields that are shown, those that must be given first with an exclamation mark behind. All others are taken too.</summary>
    public required ImmutableArray<string> Fields { get; init; }

    /// <summary>The answer in a few sentences.</summary>
    public required Func<TAnswer, string> Sentences { get; init; }

    /// <summary>The few figures that matter.</summary>
    public required ObjectShape<TAnswer> Figures { get; init; }
}

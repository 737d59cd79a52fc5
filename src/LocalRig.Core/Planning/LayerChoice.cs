namespace LocalRig.Planning;

/// <summary>A number of layers as people give it to llama.cpp: a count, <c>all</c>, or <c>auto</c> (the planner chooses).</summary>
public readonly record struct LayerChoice
{
    private readonly int? _count;

    private LayerChoice(int? count) => _count = count;

    /// <summary>The planner chooses.</summary>
    public static LayerChoice Auto => default;

    /// <summary>Every layer, the output included.</summary>
    public static LayerChoice All => new(Placement.AllLayers);

    /// <summary>Exactly this many.</summary>
    public static LayerChoice Of(int count) => new(count);

    /// <summary>Whether the planner chooses.</summary>
    public bool IsAuto => _count is null;

    /// <summary>Whether every layer is meant.</summary>
    public bool IsAll => _count == Placement.AllLayers;

    /// <summary>The count asked for; <see cref="Placement.AllLayers"/> for all, <paramref name="chosen"/> for auto.</summary>
    public int Or(int chosen) => _count ?? chosen;

    /// <summary>The choice as llama.cpp spells it.</summary>
    public override string ToString() => IsAuto ? "auto" : IsAll ? "all" : $"{_count}";
}

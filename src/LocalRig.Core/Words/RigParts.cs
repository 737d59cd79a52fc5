using System.Collections.Immutable;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Words;

/// <summary>What the words of a rig name, before versions are chosen.</summary>
internal sealed class RigParts
{
    /// <summary>Devices and cards known by size alone, in the order named.</summary>
    public List<NamedPart> Devices { get; } = [];

    /// <summary>Processors.</summary>
    public List<NamedPart> Processors { get; } = [];

    /// <summary>Main memory.</summary>
    public NamedMemory Memory { get; } = new();

    /// <summary>Whether they say that there is no graphics processor.</summary>
    public bool None { get; set; }

    /// <summary>What to know of how they were understood.</summary>
    public ImmutableArray<string>.Builder Notices { get; } = ImmutableArray.CreateBuilder<string>();
}

/// <summary>A device or processor as named.</summary>
/// <param name="Name">Its name, taken apart.</param>
/// <param name="Text">Its name as written.</param>
/// <param name="What">What that name stands for; nothing for a card known by its size alone.</param>
internal sealed record NamedPart(string Name, string Text, Named What)
{
    /// <summary>The backend of a card known by its size alone.</summary>
    public Backend? Card { get; init; }

    /// <summary>How many.</summary>
    public int Count { get; set; } = 1;

    /// <summary>Whether a number of them was said.</summary>
    public bool Counted { get; set; }

    /// <summary>The memory said for it.</summary>
    public ByteSize? Memory { get; set; }

    /// <summary>Whether it is said to be the notebook's version.</summary>
    public bool Laptop { get; set; }

    /// <summary>Its form: <c>pcie</c>, <c>sxm4</c>; null where none is said.</summary>
    public string? Form { get; set; }

    /// <summary>Its cores; null where not said.</summary>
    public int? Cores { get; set; }
}

/// <summary>Main memory as named.</summary>
internal sealed class NamedMemory
{
    /// <summary>All of it; null where no size is said.</summary>
    public ByteSize? Bytes { get; set; }

    /// <summary>Modules; null where not said.</summary>
    public int? Modules { get; set; }

    /// <summary>Kind: <c>ddr5</c>; null where not said.</summary>
    public string? Kind { get; set; }

    /// <summary>Rate in MT/s; null where not said.</summary>
    public int? Rate { get; set; }

    /// <summary>Channels; null where not said.</summary>
    public int? Channels { get; set; }

    /// <summary>Bandwidth; null where not said.</summary>
    public Bandwidth? Bandwidth { get; set; }
}

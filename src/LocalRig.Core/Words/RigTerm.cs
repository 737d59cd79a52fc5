using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Words;

/// <summary>What a few atoms of a rig's words say.</summary>
/// <param name="Start">Where they begin in the text.</param>
/// <param name="End">Where they end.</param>
internal abstract record RigTerm(int Start, int End)
{
    /// <summary>Parts end here: a comma, a plus, "and".</summary>
    public sealed record Break(int Start, int End) : RigTerm(Start, End);

    /// <summary>How many: <c>2x</c>, <c>dual</c>; after a name <c>x2</c>.</summary>
    public sealed record Times(int Start, int End, int Count, bool After) : RigTerm(Start, End);

    /// <summary>A number without a unit.</summary>
    public sealed record Number(int Start, int End, double Value) : RigTerm(Start, End);

    /// <summary>A device or processor by a name of the catalogue.</summary>
    public sealed record Device(int Start, int End, string Name, Named What) : RigTerm(Start, End);

    /// <summary>A backend, before a colon and a size: <c>vulkan:16GB</c>.</summary>
    public sealed record Card(int Start, int End, Backend Backend) : RigTerm(Start, End);

    /// <summary>A size of memory; after a colon a number of GiB is one too.</summary>
    public sealed record Size(int Start, int End, ByteSize Bytes, bool Colon) : RigTerm(Start, End);

    /// <summary>A kind of main memory and, where said, its rate in MT/s: <c>DDR5-6000</c>.</summary>
    public sealed record Ddr(int Start, int End, string Kind, int? Transfers) : RigTerm(Start, End);

    /// <summary>A rate in MT/s, which people write as MHz.</summary>
    public sealed record Rate(int Start, int End, int Transfers) : RigTerm(Start, End);

    /// <summary>Main memory's bandwidth.</summary>
    public sealed record Speed(int Start, int End, Bandwidth Bandwidth) : RigTerm(Start, End);

    /// <summary>Channels of main memory.</summary>
    public sealed record Channels(int Start, int End, int Count) : RigTerm(Start, End);

    /// <summary>Cores, which tell Apple's chips apart.</summary>
    public sealed record Cores(int Start, int End, int Count) : RigTerm(Start, End);

    /// <summary>A word that says what something is.</summary>
    public sealed record Hint(int Start, int End, HintWord Word) : RigTerm(Start, End);

    /// <summary>A form a card comes in: <c>pcie</c>, <c>sxm</c>.</summary>
    public sealed record Form(int Start, int End, string Word) : RigTerm(Start, End);

    /// <summary>A word that says nothing of the hardware: a maker, "card".</summary>
    public sealed record Filler(int Start, int End) : RigTerm(Start, End);

    /// <summary>A maker or series, which by itself names nothing.</summary>
    public sealed record Brand(int Start, int End, bool OfProcessor) : RigTerm(Start, End);

    /// <summary>What nobody knows; a mere word can be left out, with a notice.</summary>
    public sealed record Unknown(int Start, int End, bool MereWord) : RigTerm(Start, End);
}

/// <summary>What a word says of what stands beside it.</summary>
internal enum HintWord
{
    /// <summary>Main memory.</summary>
    Ram,

    /// <summary>Memory, of either sort.</summary>
    Memory,

    /// <summary>A card's memory.</summary>
    Vram,

    /// <summary>The version for notebooks.</summary>
    Laptop,

    /// <summary>A disk, which doesn't count.</summary>
    Disk,

    /// <summary>No graphics processor.</summary>
    None,
}

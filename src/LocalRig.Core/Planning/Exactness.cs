namespace LocalRig.Planning;

/// <summary>How far the bytes of a plan can be trusted.</summary>
public enum Exactness
{
    /// <summary>To the byte: file layout and engine rules are known.</summary>
    Exact,

    /// <summary>Between a low and a high figure, because something is only known in part.</summary>
    Bounded,

    /// <summary>Weights to the byte, everything else between bounds: LocalRig doesn't know the architecture.</summary>
    UnknownArchitecture,
}

namespace LocalRig.Workloads;

/// <summary>What drafts tokens that the model then only checks (llama-server's <c>--spec-type</c>).</summary>
public enum Speculation
{
    /// <summary>Nothing drafts.</summary>
    None,

    /// <summary>The model's own multi-token-prediction head.</summary>
    DraftMtp,

    /// <summary>A smaller model (<c>-md</c>).</summary>
    DraftSimple,

    /// <summary>What followed the same words before, found by the last few tokens.</summary>
    NgramSimple,

    /// <summary>The same from a map that is kept.</summary>
    NgramMapK,

    /// <summary>The same from a map that keeps several continuations.</summary>
    NgramMapK4v,

    /// <summary>The same from a table of hashes shared by all slots.</summary>
    NgramMod,

    /// <summary>The same from counts of what followed.</summary>
    NgramCache,
}

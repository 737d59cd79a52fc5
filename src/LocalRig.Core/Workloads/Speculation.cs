namespace LocalRig.Workloads;

/// <summary>What drafts tokens that the model then only checks (llama-server's <c>--spec-type</c>).</summary>
public enum Speculation
{
    /// <summary>Nothing drafts.</summary>
    None,

    /// <summary>The model's own multi-token-prediction head.</summary>
    DraftMtp,
}

namespace LocalRig.Web.Metrics;

/// <summary>How a request to a question ended.</summary>
internal enum Outcome
{
    /// <summary>It was worked out.</summary>
    Worked,

    /// <summary>It was known already.</summary>
    Kept,

    /// <summary>It was refused in words.</summary>
    Refused,

    /// <summary>LocalRig failed.</summary>
    Failed,
}

namespace LocalRig.Local.Probes;

/// <summary>What became of asking a tool.</summary>
/// <param name="State">How it went.</param>
/// <param name="Printed">What it printed, also where it failed afterwards.</param>
/// <param name="Reason">Why there is no answer, in words; empty where there is one.</param>
internal sealed record ToolAnswer(ToolState State, string Printed, string Reason)
{
    /// <summary>What it printed where all went well, else null.</summary>
    public string? Good => State == ToolState.Answered ? Printed : null;
}

/// <summary>How asking a tool went.</summary>
internal enum ToolState
{
    /// <summary>It answered.</summary>
    Answered,

    /// <summary>It isn't there.</summary>
    Missing,

    /// <summary>It said that it failed.</summary>
    Failed,

    /// <summary>It took too long.</summary>
    Slow,
}

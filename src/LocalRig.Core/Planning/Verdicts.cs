namespace LocalRig.Planning;

/// <summary>What verdicts mean for a choice.</summary>
public static class Verdicts
{
    /// <summary>Whether the plan is known to run.</summary>
    public static bool Runs(this Verdict verdict) => verdict is Verdict.Comfortable or Verdict.Tight or Verdict.Spills;
}

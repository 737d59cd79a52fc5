using System.Collections.Immutable;
using LocalRig.Audit.Claims;

namespace LocalRig.Audit;

/// <summary>What became of a claim.</summary>
public enum ClaimVerdict
{
    /// <summary>Catalogue, arithmetic or evidence agree.</summary>
    Holds,

    /// <summary>True only under a condition the claim leaves out, or true of part of what it names.</summary>
    Misleading,

    /// <summary>True of some of what the claim's words may mean, not of the rest: the reason says of which.</summary>
    Depends,

    /// <summary>Nothing LocalRig carries confirms or contradicts it.</summary>
    Unsupported,

    /// <summary>Catalogue, arithmetic or evidence contradict it.</summary>
    False,

    /// <summary>LocalRig doesn't know what the claim is about.</summary>
    NotChecked,
}

/// <summary>One step of the working behind a verdict.</summary>
/// <param name="Text">Numbers and formula in words.</param>
/// <param name="Source">Where they come from: an address, or the rule applied; may be empty for plain arithmetic.</param>
public sealed record Working(string Text, string Source = "");

/// <summary>A claim with its verdict.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Working">The steps, each with its source.</param>
/// <param name="Correction">What would be true instead; empty where nothing is to be corrected.</param>
public sealed record Finding(Claim Claim, ClaimVerdict Verdict, string Reason, ImmutableArray<Working> Working, string Correction = "")
{
    /// <summary>A claim about something LocalRig doesn't know.</summary>
    internal static Finding Unknown(Claim claim, string reason) => new(claim, ClaimVerdict.NotChecked, reason, []);
}

/// <summary>A sentence or row with figures that no form of claim matched.</summary>
/// <param name="Line">Its line, counted from 1.</param>
/// <param name="Text">The words.</param>
/// <param name="Reason">What stands in the way.</param>
public sealed record Unread(int Line, string Text, string Reason);

/// <summary>A whole guide, checked.</summary>
/// <param name="Source">The file's name.</param>
/// <param name="Findings">Every claim in the guide's order.</param>
/// <param name="Unread">What looks like a claim and isn't understood.</param>
/// <param name="Prose">Sentences without figures, which were not read as claims.</param>
public sealed record AuditReport(string Source, ImmutableArray<Finding> Findings, ImmutableArray<Unread> Unread, int Prose)
{
    /// <summary>The guide's own text, for notes beside it; empty where it isn't kept.</summary>
    public string Text { get; init; } = "";

    /// <summary>How many claims have a verdict.</summary>
    public int Count(ClaimVerdict verdict) => Findings.Count(f => f.Verdict == verdict);
}

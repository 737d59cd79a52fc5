using System.Collections.Immutable;

namespace LocalRig.Contract;

/// <summary>One thing wrong with what the user gave, as the contract's <c>error</c> object.</summary>
/// <param name="Code">What sort of error: <c>usage</c>, <c>model-not-found</c>.</param>
/// <param name="Message">One sentence: what is wrong.</param>
/// <param name="Hint">How to mend it; may be empty.</param>
/// <param name="Where">The field, option or file it is about; may be empty.</param>
public sealed record Problem(ErrorCode Code, string Message, string Hint = "", string Where = "");

/// <summary>Sorts of errors; each has one exit code.</summary>
public enum ErrorCode
{
    /// <summary>Something LocalRig did not expect (exit code 1).</summary>
    Unexpected,

    /// <summary>The request itself is wrong (exit code 2).</summary>
    Usage,

    /// <summary>The model isn't there (exit code 3).</summary>
    ModelNotFound,

    /// <summary>The model is there but cannot be read (exit code 3).</summary>
    ModelUnreadable,

    /// <summary>No such device or composition (exit code 4).</summary>
    RigUnknown,

    /// <summary>A runtime is missing or failed (exit code 5).</summary>
    Runtime,

    /// <summary>The request asks for more than is answered here: time, devices, lines (exit code 7).</summary>
    Limit,
}

/// <summary>Names and exit codes of <see cref="ErrorCode"/>.</summary>
public static class ErrorCodes
{
    /// <summary>The code in JSON.</summary>
    public static string Name(this ErrorCode code) =>
        code switch
        {
            ErrorCode.Usage => "usage",
            ErrorCode.ModelNotFound => "model-not-found",
            ErrorCode.ModelUnreadable => "model-unreadable",
            ErrorCode.RigUnknown => "rig-unknown",
            ErrorCode.Runtime => "runtime",
            ErrorCode.Limit => "limit",
            _ => "unexpected",
        };

    /// <summary>The process's exit code.</summary>
    public static int ExitCode(this ErrorCode code) =>
        code switch
        {
            ErrorCode.Usage => 2,
            ErrorCode.ModelNotFound or ErrorCode.ModelUnreadable => 3,
            ErrorCode.RigUnknown => 4,
            ErrorCode.Runtime => 5,
            ErrorCode.Limit => 7,
            _ => 1,
        };
}

/// <summary>A request that can't be answered, with every problem found, not just the first.</summary>
/// <param name="problems">At least one.</param>
public sealed class RequestException(ImmutableArray<Problem> problems) : Exception(string.Join(" ", problems.Select(p => p.Message)))
{
    /// <summary>One problem alone.</summary>
    public RequestException(Problem problem)
        : this([problem]) { }

    /// <summary>Every problem found.</summary>
    public ImmutableArray<Problem> Problems { get; } = problems;

    /// <summary>All problems as one: messages and hints in order, the code and place of the first.</summary>
    public Problem Combined =>
        Problems.Length == 1
            ? Problems[0]
            : Problems[0] with { Message = Message, Hint = string.Join(" ", Problems.Select(p => p.Hint).Where(h => h.Length > 0).Distinct()) };
}

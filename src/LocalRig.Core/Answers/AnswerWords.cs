using LocalRig.Advice;
using LocalRig.Advice.Buying;
using LocalRig.Advice.Cloud;
using LocalRig.Advice.Comparing;
using LocalRig.Advice.Levers;
using LocalRig.Advice.Matching;
using LocalRig.Advice.Needs;
using LocalRig.Advice.Starting;
using LocalRig.Audit;
using LocalRig.Audit.Claims;
using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Serving;
using LocalRig.Workloads;

namespace LocalRig.Answers;

/// <summary>The words answers use for closed choices; screens and options use them too.</summary>
public static class AnswerWords
{
    /// <summary>How well a plan fits: <c>comfortable</c>, <c>does-not-fit</c>.</summary>
    public static string Word(this Verdict verdict) =>
        verdict switch { Verdict.Comfortable => "comfortable", Verdict.Tight => "tight", Verdict.Spills => "spills", Verdict.Unknown => "unknown", _ => "does-not-fit" };

    /// <summary>How exactly bytes are known: <c>exact</c>, <c>bounded</c>.</summary>
    public static string Word(this Exactness exactness) =>
        exactness switch { Exactness.Exact => "exact", Exactness.Bounded => "bounded", _ => "unknown-architecture" };

    /// <summary>Where a figure is from: <c>derived</c>, <c>third-party</c>.</summary>
    public static string Word(this SourceKind kind) =>
        kind switch
        {
            SourceKind.Derived => "derived",
            SourceKind.Measured => "measured",
            SourceKind.Vendor => "vendor",
            SourceKind.ThirdParty => "third-party",
            SourceKind.Community => "community",
            _ => "assumed",
        };

    /// <summary>What bounds a rate: <c>memory-bandwidth</c>, <c>compute</c>.</summary>
    public static string Word(this Bound bound) =>
        bound switch
        {
            Bound.MemoryBandwidth => "memory-bandwidth",
            Bound.Compute => "compute",
            Bound.Launch => "launch-overhead",
            Bound.HostMemory => "host-memory",
            _ => "link",
        };

    /// <summary>Which graph a context runs: <c>default</c>, <c>mtp</c>.</summary>
    public static string Word(this ContextType type) => type == ContextType.Mtp ? "mtp" : "default";

    /// <summary>A runtime that serves many: <c>vllm</c>, <c>sglang</c>.</summary>
    public static string Word(this ServingRuntime runtime) => runtime == ServingRuntime.Vllm ? "vllm" : "sglang";

    /// <summary>What a claim of a guide was found to be: <c>holds</c>, <c>not-checked</c>.</summary>
    public static string Word(this ClaimVerdict verdict) =>
        verdict switch
        {
            ClaimVerdict.Holds => "holds",
            ClaimVerdict.False => "false",
            ClaimVerdict.Misleading => "misleading",
            ClaimVerdict.Depends => "depends",
            ClaimVerdict.Unsupported => "unsupported",
            _ => "not-checked",
        };

    /// <summary>How sure a claim's reading is: <c>stated</c>, <c>inherited</c>.</summary>
    public static string Word(this Sureness sureness) => sureness == Sureness.Inherited ? "inherited" : "stated";

    /// <summary>What a model is for: <c>chat</c>, <c>several</c>.</summary>
    public static string Word(this Purpose purpose) =>
        purpose switch
        {
            Purpose.Coding => "coding",
            Purpose.Documents => "documents",
            Purpose.Several => "several",
            Purpose.Agents => "agents",
            Purpose.Vision => "vision",
            _ => "chat",
        };

    /// <summary>What an offer is best in: <c>pick</c>, <c>more-context</c>.</summary>
    public static string Word(this OfferRole role) =>
        role switch { OfferRole.Stronger => "stronger", OfferRole.Quicker => "quicker", OfferRole.MoreContext => "more-context", _ => "pick" };

    /// <summary>What matters more: <c>quality</c>, <c>speed</c>.</summary>
    public static string Word(this Priority priority) => priority == Priority.Speed ? "speed" : "quality";

    /// <summary>What levers are pulled for: <c>fit</c>, <c>on-devices</c>.</summary>
    public static string Word(this LeverGoal goal) =>
        goal switch { LeverGoal.Fit => "fit", LeverGoal.OnDevices => "on-devices", LeverGoal.Margin => "margin", _ => "none" };

    /// <summary>What a lever costs: <c>small</c>, <c>purchase</c>.</summary>
    public static string Word(this Loss loss) =>
        loss switch { Loss.None => "none", Loss.Small => "small", Loss.Noticeable => "noticeable", Loss.Large => "large", _ => "purchase" };

    /// <summary>Whether a rig or the cloud is cheaper: <c>local-wins</c>, <c>open</c>.</summary>
    public static string Word(this Outcome outcome) =>
        outcome switch
        {
            Outcome.Local => "local-wins",
            Outcome.Open => "open",
            Outcome.NotInTime => "cloud-wins-in-time",
            Outcome.Never => "cloud-wins-always",
            Outcome.TooMuchWork => "too-much-work",
            _ => "unknown",
        };

    /// <summary>How a power draw is known: <c>measured</c>, <c>data-sheet</c>.</summary>
    public static string Word(this PowerBasis basis) =>
        basis switch { PowerBasis.Given => "given", PowerBasis.Wall => "measured", PowerBasis.Most => "vendor-measured", _ => "data-sheet" };

    /// <summary>What is done to a rig: <c>add-card</c>, <c>new-machine</c>.</summary>
    public static string Word(this StepKind kind) =>
        kind switch { StepKind.AddCard => "add-card", StepKind.ReplaceCards => "replace-cards", StepKind.NewMachine => "new-machine", _ => "more-memory" };

    /// <summary>Which memory a model is held in: <c>one-card</c>, <c>unified</c>.</summary>
    public static string Word(this MemoryKind kind) =>
        kind switch { MemoryKind.OneCard => "one-card", MemoryKind.CardAndExperts => "card-with-experts-on-host", MemoryKind.Unified => "unified", _ => "processor" };

    /// <summary>What compared figures count: <c>bytes</c>, <c>tokens-per-second</c>.</summary>
    public static string Word(this ComparedUnit unit) =>
        unit switch
        {
            ComparedUnit.Bytes => "bytes",
            ComparedUnit.Count => "count",
            ComparedUnit.Bits => "bits",
            ComparedUnit.Tokens => "tokens",
            ComparedUnit.TokensPerSecond => "tokens-per-second",
            ComparedUnit.Seconds => "seconds",
            ComparedUnit.Money => "money",
            _ => "text",
        };
}

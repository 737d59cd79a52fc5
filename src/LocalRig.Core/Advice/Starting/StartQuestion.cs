using LocalRig.Planning;
using LocalRig.Workloads;

namespace LocalRig.Advice.Starting;

/// <summary>What somebody wants a model for.</summary>
public enum Purpose
{
    /// <summary>Talking with it.</summary>
    Chat,

    /// <summary>Writing programs with it.</summary>
    Coding,

    /// <summary>Asking about long documents.</summary>
    Documents,

    /// <summary>A few people asking at once.</summary>
    Several,
}

/// <summary>What matters more.</summary>
public enum Priority
{
    /// <summary>The best answers.</summary>
    Quality,

    /// <summary>Answers without waiting.</summary>
    Speed,
}

/// <summary>The answers of somebody who starts.</summary>
/// <param name="Purpose">What for.</param>
/// <param name="Priority">What matters more.</param>
public sealed record StartQuestion(Purpose Purpose, Priority Priority)
{
    private const int People = 4;
    private const int ChatContext = 8192; // the contract's default
    private const int CodingContext = 32_768; // an agent's instructions, a few files and what it wrote: an assumption
    private const int BookContext = 131_072; // 300 pages of 300 words are 120,000 tokens at four tokens to three words

    /// <summary>The workload that purpose makes.</summary>
    public PlanQuestion Plan =>
        new()
        {
            Workload = Purpose switch
            {
                Purpose.Coding => new Workload { Context = CodingContext },
                Purpose.Documents => new Workload { Context = BookContext },
                Purpose.Several => new Workload { Context = People * ChatContext, Parallel = People },
                _ => new Workload { Context = ChatContext },
            },
        };

    /// <summary>What was reckoned with, in words.</summary>
    public string Words =>
        Purpose switch
        {
            Purpose.Coding => $"{CodingContext:N0} tokens of context: instructions, a few files and what is being written",
            Purpose.Documents => $"{BookContext:N0} tokens of context: a book of 300 pages",
            Purpose.Several => $"{People} people at once, {ChatContext:N0} tokens of context each",
            _ => $"{ChatContext:N0} tokens of context: some 20 pages of conversation",
        };
}

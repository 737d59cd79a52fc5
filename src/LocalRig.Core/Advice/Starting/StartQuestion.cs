using LocalRig.Advice.Jobs;
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

    /// <summary>Letting it work by itself.</summary>
    Agents,

    /// <summary>Asking about pictures.</summary>
    Vision,
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

    /// <summary>The job that purpose is; several people talk.</summary>
    public Job Job => Job.Find(Purpose.ToString()) ?? Job.Find(nameof(Purpose.Chat)) ?? Job.General;

    /// <summary>The workload that purpose makes.</summary>
    public PlanQuestion Plan =>
        new()
        {
            Workload = Purpose == Purpose.Several ? new Workload { Context = People * Job.Context, Parallel = People } : new Workload { Context = Job.Context },
        };

    /// <summary>What was reckoned with, in words.</summary>
    public string Words =>
        Purpose switch
        {
            Purpose.Several => $"{People} people at once, {Job.Context:N0} tokens of context each",
            Purpose.Chat => $"{Job.Context:N0} tokens of context: some 20 pages of conversation",
            _ => $"{Job.Context:N0} tokens of context: {Job.Words}",
        };
}

using LocalRig.Answers;
using LocalRig.Rigs;

namespace LocalRig.Questions;

/// <summary>Nothing to be told.</summary>
public sealed record NoRequest;

/// <summary><c>doctor</c>: what this machine is and how each part of it was found.</summary>
public static class AskDoctor
{
    /// <summary>The question.</summary>
    public static Question<NoRequest, MachineReport> Question { get; } = new()
    {
        Name = "doctor",
        Sentence = "What this machine is, and how each part of it was found.",
        Group = QuestionGroup.SeeWhatRuns,
        Example = "{}",
        Reader = new([], new NoRequest()),
        Answer = static (_, inquiry) => inquiry.Desk.MachineAsync(inquiry.Cancellation),
        Shape = static () => MachineJson.Shape,
    };
}

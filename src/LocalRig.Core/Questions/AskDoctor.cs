using LocalRig.Answers;
using LocalRig.Rigs;

namespace LocalRig.Questions;

/// <summary>How this machine is looked at.</summary>
public sealed record DoctorRequest
{
    /// <summary>How long its tools may take to answer; null for the usual time.</summary>
    public TimeSpan? Wait { get; init; }
}

/// <summary><c>doctor</c>: what this machine is and how each part of it was found.</summary>
public static class AskDoctor
{
    /// <summary>The question.</summary>
    public static Question<DoctorRequest, MachineReport> Question { get; } = new()
    {
        Name = "doctor",
        Sentence = "What this machine is, and how each part of it was found.",
        Group = QuestionGroup.SeeWhatRuns,
        Example = "{}",
        Reader = new([WaitField.Of<DoctorRequest>((r, wait) => r with { Wait = wait })], new DoctorRequest()),
        Answer = static (request, inquiry) => inquiry.MachineAsync(request.Wait),
        Shape = static () => MachineJson.Shape,
    };
}

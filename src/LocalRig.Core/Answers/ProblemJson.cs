using LocalRig.Contract;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>What is wrong with a request, where there is no answer.</summary>
public static class ProblemJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<Problem> Shape { get; } = new ObjectShape<Problem>()
        .Part("error", "What is wrong.", p => p, new ObjectShape<Problem>()
            .Word("code", "What sort of error it is.", ErrorCodes.Name, p => p.Code)
            .Text("message", "What is wrong, in one sentence.", p => p.Message)
            .Text("hint", "How to mend it; may be empty.", p => p.Hint)
            .Text("where", "The field, option or file it is about; may be empty.", p => p.Where));
}

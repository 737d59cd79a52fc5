using LocalRig.Contract;
using LocalRig.Questions;

namespace LocalRig.Cli.Faces;

/// <summary>The face of a question that has no screen: its answer's JSON.</summary>
/// <param name="question">The question.</param>
internal sealed class JsonFace(Question question) : Face
{
    /// <inheritdoc/>
    public override Question Question => question;

    /// <inheritdoc/>
    public override async Task<int> RunAsync(List<GivenField> given, ScreenChoices choices, bool json, Surroundings surroundings, CancellationToken cancellation)
    {
        using StringReader empty = new("{}");
        await Batch.RunAsync(surroundings.Desk, empty, surroundings.Terminal.Output, question.Name, given, cancellation: cancellation);
        return 0;
    }
}

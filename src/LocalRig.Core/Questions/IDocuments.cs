using LocalRig.Audit.Reading;
using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>Texts by name, and formats of guides that the core can't read itself. A port of the desk.</summary>
public interface IDocuments
{
    /// <summary>A text's beginning.</summary>
    /// <param name="name">A path.</param>
    /// <param name="most">Characters at most.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RequestException">It cannot be read.</exception>
    Task<string> ReadAsync(string name, int most, CancellationToken cancellation);

    /// <summary>Reads a guide written in YAML.</summary>
    /// <exception cref="GuideFormatException">It is no YAML, or no guide.</exception>
    Guide ReadYaml(string text);
}

/// <summary>No documents: what a browser has.</summary>
internal sealed class NoDocuments : IDocuments
{
    /// <inheritdoc/>
    public Task<string> ReadAsync(string name, int most, CancellationToken cancellation) =>
        throw new RequestException(new Problem(ErrorCode.Usage, $"{name} can't be read here: LocalRig reaches no files where it runs.", "Give a guide as text; own prices are read by the program on your machine.", name));

    /// <inheritdoc/>
    public Guide ReadYaml(string text) => throw new GuideFormatException(0, "YAML isn't read here; write the claims in JSON.");
}

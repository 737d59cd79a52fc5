using LocalRig.Audit.Reading;
using LocalRig.Contract;
using LocalRig.Local.Desks;
using LocalRig.Questions;

namespace LocalRig.Web.Desks;

/// <summary>Guides that a client of a server may name: files of one folder.</summary>
/// <param name="folder">The folder; null for none.</param>
internal sealed class AllowedDocuments(AllowedFolder? folder) : IDocuments
{
    private readonly DocumentFiles _files = new();

    /// <inheritdoc/>
    public Task<string> ReadAsync(string name, int most, CancellationToken cancellation) =>
        folder is null ? throw Refused("This server reads no files.", "Give a guide as `text`; own prices are read by the program on your machine, or from a folder that who runs the server allows with --allow-files.", name)
        : folder.Find(name) is string real && File.Exists(real) ? _files.ReadAsync(real, most, cancellation)
        : throw Refused($"There is no {name} in the folder this server reads.", "Name a file by its path in that folder.", name);

    /// <inheritdoc/>
    public Guide ReadYaml(string text) => _files.ReadYaml(text);

    private static RequestException Refused(string message, string hint, string where) => new(new Problem(ErrorCode.Usage, message, hint, where));
}

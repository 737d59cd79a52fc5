using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Local.Desks;
using LocalRig.Local.Sources;
using LocalRig.Models;
using LocalRig.Questions;

namespace LocalRig.Web.Desks;

/// <summary>Models that a client of a server may name: files of one folder, addresses of some servers. What isn't allowed is said, and not looked for.</summary>
/// <param name="folder">The folder; null for no files.</param>
/// <param name="hosts">Names of servers, with a port where it isn't the usual one.</param>
internal sealed class AllowedModels(AllowedFolder? folder, ImmutableArray<string> hosts) : IModelFiles
{
    private const string Hub = "hf:";

    // The owner's HF_TOKEN would show clients the owner's private repositories.
    private readonly ReachableModels _reach = new(options: static () => ModelSourceOptions.FromEnvironment() with { HubToken = null, PublicAddressesOnly = true });

    /// <summary>Told by the words alone: whether a file of such a name is on this machine is nobody's business.</summary>
    public bool IsLocation(string model) =>
        IsFar(model)
        || model.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) || model.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
        || model.StartsWith('.') || model.StartsWith('~') || model.Contains('\\', StringComparison.Ordinal) || Path.IsPathRooted(model);

    /// <inheritdoc/>
    public bool IsHere(string model) => !IsFar(model) && IsLocation(model) && folder?.Find(model) is not null;

    /// <inheritdoc/>
    public string? Stamp(string location) => IsFar(location) ? null : folder?.Find(location) is string real ? _reach.Stamp(real) : "missing";

    /// <inheritdoc/>
    public async Task<Model> OpenAsync(string location, string? quant, CancellationToken cancellation)
    {
        if (IsFar(location))
        {
            string host = HostOf(location);
            return hosts.Contains(host, StringComparer.OrdinalIgnoreCase)
                ? await _reach.OpenAsync(location, quant, cancellation).ConfigureAwait(false)
                : throw Refused($"This server reads no models from {(host.Length > 0 ? host : "that address")}.", "Name a catalogue model; who runs the server can allow a host with --allow-hosts.", location);
        }

        if (folder is null)
        {
            throw Refused("This server reads no files.", "Name a catalogue model; who runs the server can allow a folder with --allow-files.", location);
        }

        string real = folder.Find(location) is string found && folder.HoldsAllOf(found) ? found
            : throw new RequestException(new Problem(ErrorCode.ModelNotFound, $"There is no {location} in the folder this server reads.", "Name a file by its path in that folder.", location));
        Model model = await _reach.OpenAsync(real, quant, cancellation).ConfigureAwait(false);
        return model with { Source = location };
    }

    private static bool IsFar(string model) =>
        model.StartsWith(Hub, StringComparison.OrdinalIgnoreCase) || model.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || model.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static string HostOf(string location) =>
        location.StartsWith(Hub, StringComparison.OrdinalIgnoreCase) ? ModelSourceOptions.FromEnvironment().HubEndpoint.Authority
        : Uri.TryCreate(location, UriKind.Absolute, out Uri? address) ? address.Authority : "";

    private static RequestException Refused(string message, string hint, string where) => new(new Problem(ErrorCode.ModelUnreadable, message, hint, where));
}

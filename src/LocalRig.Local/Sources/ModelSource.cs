namespace LocalRig.Local.Sources;

/// <summary>Opens models wherever they are and reads their headers, never their weights.</summary>
public static class ModelSource
{
    /// <summary>Whether a text says where a model is (a path, an address, an <c>hf:</c> name) rather than naming one of the catalogue's.</summary>
    public static bool IsLocation(string model) =>
        IsHub(model)
        || IsAddress(model)
        || model.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)
        || model.EndsWith(SafetensorsFiles.Extension, StringComparison.OrdinalIgnoreCase)
        || model.StartsWith('.')
        || Path.IsPathRooted(model)
        || File.Exists(model)
        || Directory.Exists(model);

    /// <summary>Whether a location is on this machine's disks.</summary>
    public static bool IsLocal(string model) => !IsHub(model) && !IsAddress(model);

    /// <summary>Reads the headers of a model.</summary>
    /// <param name="model">A GGUF or safetensors file, any part of a split one, a folder; an http(s) address; <c>hf:owner/repo[:file|:quant]</c>.</param>
    /// <param name="options">How to reach the network; by default as the environment says.</param>
    /// <exception cref="ModelSourceException">There is no readable model.</exception>
    public static ModelFiles Open(string model, ModelSourceOptions? options = null) =>
        IsHub(model) || IsAddress(model)
            ? Task.Run(() => OpenAsync(model, options)).GetAwaiter().GetResult()
            : LocalFiles.Open(model);

    /// <summary>Reads the headers of a model on this machine's disks, whatever its name looks like.</summary>
    /// <param name="path">A GGUF or safetensors file, any part of a split one, a folder.</param>
    /// <exception cref="ModelSourceException">There is no readable model.</exception>
    public static ModelFiles OpenLocal(string path) => LocalFiles.Open(path);

    /// <summary>Reads the headers of a model, which may be far away.</summary>
    /// <inheritdoc cref="Open(string, ModelSourceOptions?)"/>
    /// <param name="model">A GGUF or safetensors file, any part of a split one, a folder; an http(s) address; <c>hf:owner/repo[:file|:quant]</c>.</param>
    /// <param name="options">How to reach the network; by default as the environment says.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<ModelFiles> OpenAsync(string model, ModelSourceOptions? options = null, CancellationToken cancel = default)
    {
        bool hub = IsHub(model);
        if (!hub && !IsAddress(model))
        {
            return LocalFiles.Open(model);
        }

        options ??= ModelSourceOptions.FromEnvironment();
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(options.TotalTimeout);
        using ModelServer server = new(options);
        try
        {
            return hub
                ? await new Hub(server, options).OpenAsync(HubName.Parse(model), patience.Token).ConfigureAwait(false)
                : await OpenAddressAsync(model, server, options, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new ModelSourceException(
                ModelSourceError.Unreachable,
                HttpTrouble.Show(model),
                $"The header of {HttpTrouble.Show(model)} did not arrive within {options.TotalTimeout.TotalSeconds:0} s.",
                "Try again later, or download the file and name its path.",
                e);
        }
    }

    private static Task<ModelFiles> OpenAddressAsync(string model, ModelServer server, ModelSourceOptions options, CancellationToken cancel)
    {
        if (!Uri.TryCreate(model, UriKind.Absolute, out Uri? address) || address.Host.Length == 0 || address.AbsolutePath.EndsWith('/'))
        {
            throw new ModelSourceException(
                ModelSourceError.NotFound, HttpTrouble.Show(model), $"'{HttpTrouble.Show(model)}' is not the address of a file.", "Write https://server/path/model.gguf, or hf:owner/repo.");
        }

        bool onHub = address.Scheme == options.HubEndpoint.Scheme && address.Authority == options.HubEndpoint.Authority;
        return new RemoteModels(server, options.Token ?? (onHub ? options.HubToken : null), options).OpenAsync(address, cancel);
    }

    private static bool IsHub(string model) => model.StartsWith(HubName.Scheme, StringComparison.OrdinalIgnoreCase);

    private static bool IsAddress(string model) =>
        model.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || model.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}

using System.Net;
using LocalRig.Formats;
using LocalRig.Formats.Gguf;
using LocalRig.Formats.Safetensors;

namespace LocalRig.Local.Sources;

/// <summary>Models on HTTP(S) servers: their headers are fetched, never their weights.</summary>
internal sealed class RemoteModels(ModelServer server, string? token, ModelSourceOptions options)
{
    /// <summary>Reads the headers of the model at an address: a GGUF file, any part of a split one, a safetensors file.</summary>
    public async Task<ModelFiles> OpenAsync(Uri address, CancellationToken cancel)
    {
        using RemoteFile first = new(server, address, token, options);
        ModelFormat format = await first.ReadAsync<object>(Detect, cancel).ConfigureAwait(false) is ModelFormat f ? f : default;
        if (format == ModelFormat.Safetensors)
        {
            SafetensorsHeader header = await ReadSafetensorsAsync(first, 0, cancel).ConfigureAwait(false);
            byte[]? config = await ReadOptionalAsync(new Uri(address, SafetensorsFiles.ConfigName), SafetensorsLimits.ConfigBytes, cancel).ConfigureAwait(false);
            return new SafetensorsFiles(SafetensorsModel.Whole(header), Given(config), NameOf(address), HttpTrouble.Show(address), Known(first.Length));
        }

        IReadOnlyList<string> names = GgufSplit.AllParts(address.Segments[^1]);
        GgufHeader[] headers = new GgufHeader[names.Count];
        long? bytes = 0;
        for (int i = 0; i < headers.Length; i++)
        {
            Uri part = Sibling(address, names[i]);
            using RemoteFile? other = part == address ? null : new RemoteFile(server, part, token, options);
            RemoteFile file = other ?? first;
            headers[i] = await ReadPartAsync(file, i, names.Count, cancel).ConfigureAwait(false);
            bytes += Known(file.Length);
        }

        return Whole(() => new GgufFiles(GgufModel.Merge(headers), NameOf(address), HttpTrouble.Show(address), bytes), address);
    }

    /// <summary>Reads a safetensors model laid out as on the Hub: an index with its files, or one file of weights.</summary>
    public async Task<SafetensorsFiles> OpenSafetensorsAsync(Uri folder, string name, CancellationToken cancel)
    {
        byte[]? config = await ReadOptionalAsync(new Uri(folder, SafetensorsFiles.ConfigName), SafetensorsLimits.ConfigBytes, cancel).ConfigureAwait(false);
        Uri indexAddress = new(folder, SafetensorsIndex.FileName);
        byte[]? json = await ReadOptionalAsync(indexAddress, SafetensorsLimits.HeaderBytes, cancel).ConfigureAwait(false);
        if (json is null)
        {
            using RemoteFile whole = new(server, new Uri(folder, SafetensorsFiles.WeightsName), token, options);
            SafetensorsHeader header = await ReadSafetensorsAsync(whole, 0, cancel).ConfigureAwait(false);
            return new SafetensorsFiles(SafetensorsModel.Whole(header), Given(config), name, HttpTrouble.Show(folder), Known(whole.Length));
        }

        SafetensorsIndex index = Whole(() => SafetensorsIndex.Read(json), indexAddress);
        SafetensorsHeader[] headers = new SafetensorsHeader[index.Files.Length];
        long? bytes = 0;
        for (int part = 0; part < headers.Length; part++)
        {
            using RemoteFile file = new(server, new Uri(folder, Uri.EscapeDataString(index.Files[part])), token, options);
            headers[part] = await ReadSafetensorsAsync(file, part, cancel).ConfigureAwait(false);
            bytes += Known(file.Length);
        }

        return Whole(() => new SafetensorsFiles(SafetensorsModel.Merge(index, headers), Given(config), name, HttpTrouble.Show(folder), bytes), indexAddress);
    }

    /// <summary>Bytes that are there; an array that isn't would turn to no bytes by itself.</summary>
    private static ReadOnlyMemory<byte>? Given(byte[]? bytes) => bytes is null ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(bytes);

    private static async Task<GgufHeader> ReadPartAsync(RemoteFile file, int part, int count, CancellationToken cancel)
    {
        try
        {
            return await file.ReadAsync<GgufHeader>(
                static (ReadOnlySpan<byte> b, long n, out GgufHeader? h, out long needed) => GgufReader.TryRead(b, n, out h, out needed), cancel)
                .ConfigureAwait(false);
        }
        catch (ModelSourceException e) when (e.Error == ModelSourceError.NotFound && count > 1)
        {
            throw new ModelSourceException(
                e.Error, e.Where, $"Part {part + 1} of {count} of the split model is missing: there is no {e.Where}.", "Name a model whose parts are all there.", e);
        }
    }

    private static Task<SafetensorsHeader> ReadSafetensorsAsync(RemoteFile file, int part, CancellationToken cancel) =>
        file.ReadAsync<SafetensorsHeader>(
            (ReadOnlySpan<byte> b, long n, out SafetensorsHeader? h, out long needed) => SafetensorsReader.TryRead(b, n, out h, out needed, part), cancel);

    private async Task<byte[]?> ReadOptionalAsync(Uri address, int limit, CancellationToken cancel)
    {
        try
        {
            using RemoteFile file = new(server, address, token, options);
            return await file.ReadAllAsync(limit, cancel).ConfigureAwait(false);
        }
        catch (ModelSourceException e) when (e.Error == ModelSourceError.NotFound)
        {
            return null;
        }
    }

    private static bool Detect(ReadOnlySpan<byte> bytes, long length, out object? format, out long needed)
    {
        needed = Math.Min(length, ModelFormatDetection.BytesNeeded);
        format = bytes.Length >= needed ? ModelFormatDetection.Detect(bytes) : null;
        return format is not null;
    }

    private static T Whole<T>(Func<T> make, Uri address)
    {
        try
        {
            return make();
        }
        catch (ModelFormatException e)
        {
            throw new ModelSourceException(ModelSourceError.NotAModel, HttpTrouble.Show(address), $"{HttpTrouble.Show(address)}: {e.Message}.", "", e);
        }
    }

    private static Uri Sibling(Uri address, string name) =>
        name == address.Segments[^1] ? address : new UriBuilder(address) { Path = string.Concat(address.Segments[..^1]) + name }.Uri;

    private static string NameOf(Uri address) => LocalFiles.NameOf(WebUtility.UrlDecode(address.Segments[^1]));

    private static long? Known(long length) => length == long.MaxValue ? null : length;
}

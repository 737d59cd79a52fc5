using System.Net;
using LocalRig.Formats;
using Polly.Timeout;

namespace LocalRig.Local.Sources;

/// <summary>The beginning of a file on a server, fetched as far as it is needed: by ranges, or by reading the
/// whole answer and stopping where a server knows no ranges.</summary>
internal sealed class RemoteFile(ModelServer server, Uri address, string? token, ModelSourceOptions options) : IDisposable
{
    private const int LargestChunkFactor = 4;

    private const int MostRequests = 200; // the largest header takes 20 of the usual size

    private byte[] _bytes = [];
    private int _have;
    private int _requests;
    private HttpResponseMessage? _whole;
    private Stream? _stream;
    private SteadyBody? _steady;

    /// <summary>Tries to read something from the bytes at hand; tells how many it wants when they don't suffice.</summary>
    public delegate bool TryRead<T>(ReadOnlySpan<byte> bytes, long fileLength, out T? result, out long needed);

    /// <summary>Bytes of the whole file; <see cref="long.MaxValue"/> until a server has told.</summary>
    public long Length { get; private set; } = long.MaxValue;

    /// <summary>Bytes fetched so far.</summary>
    public int Fetched => _have;

    /// <summary>Fetches until the reader has had enough.</summary>
    public async Task<T> ReadAsync<T>(TryRead<T> read, CancellationToken cancel)
        where T : class
    {
        try
        {
            long needed = Math.Max(1, _have);
            T? result;
            do
            {
                await FetchAsync(needed, cancel).ConfigureAwait(false);
            }
            while (!read(_bytes.AsSpan(0, _have), Length, out result, out needed));
            return result!;
        }
        catch (ModelFormatException e)
        {
            throw new ModelSourceException(
                ModelSourceError.NotAModel,
                HttpTrouble.Show(address),
                $"{HttpTrouble.Show(address)}: {e.Message}.",
                e is TruncatedModelException ? "The file there is incomplete." : "",
                e);
        }
    }

    /// <summary>The whole of a small file.</summary>
    public async Task<byte[]> ReadAllAsync(int limit, CancellationToken cancel)
    {
        await FetchAsync(1, cancel).ConfigureAwait(false);
        if (Length != long.MaxValue && Length > limit)
        {
            throw TooLong(limit);
        }

        while (_have < Length && _have <= limit)
        {
            await FetchAsync(_have + 1L, cancel).ConfigureAwait(false);
        }

        return _have <= limit ? _bytes.AsSpan(0, _have).ToArray() : throw TooLong(limit);
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _whole?.Dispose();
    }

    private ModelSourceException Excessive(string message) => new(ModelSourceError.NotAModel, HttpTrouble.Show(address), message, "Download the file and name its path.");

    private ModelSourceException TooLong(int limit) => new(
        ModelSourceError.NotAModel, HttpTrouble.Show(address), $"{HttpTrouble.Show(address)} is longer than the {limit} bytes such a file can have.");

    private async Task FetchAsync(long needed, CancellationToken cancel)
    {
        while (_have < needed && _have < Length)
        {
            if (needed > options.LargestHeader)
            {
                throw Excessive($"The header of {HttpTrouble.Show(address)} would take more than {options.LargestHeader >> 20} MiB, three times as much as any published one.");
            }

            long chunk = Math.Max(needed - _have, Math.Clamp(_have, options.FirstChunk, (long)options.FirstChunk * LargestChunkFactor));
            chunk = Math.Min(chunk, Length - _have);
            if (_stream is not null)
            {
                await ReadStreamAsync(chunk, cancel).ConfigureAwait(false);
                continue;
            }

            if (++_requests > MostRequests)
            {
                throw Excessive($"{address.Authority} gives {HttpTrouble.Show(address)} in pieces too small to go on: {_have:N0} bytes in {MostRequests} of them.");
            }

            HttpResponseMessage response = await server.GetAsync(address, token, (_have, chunk), cancel).ConfigureAwait(false);
            await TakeAsync(response, cancel).ConfigureAwait(false);
        }
    }

    private async Task TakeAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent:
                using (response)
                {
                    await TakeRangeAsync(response, cancel).ConfigureAwait(false);
                }

                break;
            case HttpStatusCode.OK:
                _whole = response;
                Length = response.Content.Headers.ContentLength ?? long.MaxValue;
                _stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
                _steady = new SteadyBody(_stream, address);
                _have = 0; // the answer starts from the beginning
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when _have == 0 && response.Content.Headers.ContentRange?.Length is null or 0:
                response.Dispose();
                Length = 0;
                break;
            default:
                using (response)
                {
                    throw HttpTrouble.Refused(address, response);
                }
        }
    }

    private async Task TakeRangeAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        if (body.Length == 0 || response.Content.Headers.ContentRange is not { From: long from } range || from != _have || range.Length < _have + body.Length)
        {
            throw new ModelSourceException(
                ModelSourceError.Unreachable,
                HttpTrouble.Show(address),
                $"{address.Authority} answered with another part of {HttpTrouble.Show(address)} than was asked for.",
                "Download the file and name its path.");
        }

        Length = range.Length ?? Length;
        MakeRoom(body.Length);
        body.CopyTo(_bytes, _have);
        _have += body.Length;
    }

    private async Task ReadStreamAsync(long count, CancellationToken cancel)
    {
        MakeRoom((int)Math.Min(count, options.FirstChunk));
        using CancellationTokenSource slow = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        slow.CancelAfter(options.RequestTimeout);
        try
        {
            int read = await _steady!.ReadAsync(_bytes.AsMemory(_have), slow.Token).ConfigureAwait(false);
            _have += read;
            Length = read == 0 ? _have : Length;
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw HttpTrouble.Failed(address, new TimeoutRejectedException(e.Message, e), options);
        }
        catch (IOException e)
        {
            throw HttpTrouble.Failed(address, e, options);
        }
    }

    private void MakeRoom(int count)
    {
        if (_bytes.Length - _have < count)
        {
            Array.Resize(ref _bytes, Math.Max(_have + count, (int)Math.Min(_bytes.Length * 2L, Array.MaxLength)));
        }
    }
}

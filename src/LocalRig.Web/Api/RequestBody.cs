using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace LocalRig.Web.Api;

/// <summary>Reads bodies of requests within a limit, and refuses what is said to be something else than JSON.</summary>
internal static class RequestBody
{
    /// <summary>What one request may be sent as.</summary>
    public static string[] Json { get; } = ["application/json"];

    /// <summary>What lines of requests may be sent as.</summary>
    public static string[] Lines { get; } = ["application/x-ndjson", "application/jsonl", "application/json-lines", "application/json"];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>All of a body.</summary>
    /// <exception cref="HttpProblemException">It is of another type, or too large.</exception>
    public static async Task<byte[]> ReadAsync(HttpContext context, string[] types, int most)
    {
        NeedType(context.Request, types);
        if (context.Request.ContentLength > most)
        {
            throw TooLarge(most);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = most;
        }

        PipeReader reader = context.Request.BodyReader;
        while (true)
        {
            ReadResult read = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            if (read.Buffer.Length > most)
            {
                throw TooLarge(most);
            }

            if (read.IsCompleted)
            {
                byte[] all = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return all;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>A request's text.</summary>
    /// <exception cref="HttpProblemException">It isn't UTF-8.</exception>
    public static string Text(byte[] bytes)
    {
        ReadOnlySpan<byte> plain = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes;
        try
        {
            return plain.IsEmpty ? "{}" : Strict.GetString(plain);
        }
        catch (DecoderFallbackException)
        {
            throw new HttpProblemException(HttpProblem.Of(StatusCodes.Status400BadRequest, "The request is not UTF-8.", "Send JSON in UTF-8."));
        }
    }

    private static HttpProblemException TooLarge(int most) =>
        new(HttpProblem.Of(StatusCodes.Status413PayloadTooLarge, $"A request here may have {most:N0} bytes.", "Ask for less at once."));

    private static void NeedType(HttpRequest request, string[] types)
    {
        // A request without a body needs no type: all fields have their defaults.
        if (request.ContentType is null && request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0)
        {
            return;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) || !types.Any(t => type.MediaType.Equals(t, StringComparison.OrdinalIgnoreCase)))
        {
            throw Unsupported($"The request is said to be {request.ContentType ?? "nothing"}, not JSON.", $"Send it with Content-Type: {types[0]}.");
        }

        if (type.Charset.HasValue && !type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw Unsupported($"The request is in {type.Charset}.", "Send JSON in UTF-8.");
        }

        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity")
        {
            throw Unsupported("The request is compressed.", "Send it as it is.");
        }
    }

    private static HttpProblemException Unsupported(string message, string hint) => new(HttpProblem.Of(StatusCodes.Status415UnsupportedMediaType, message, hint, "Content-Type"));
}

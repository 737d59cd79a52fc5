using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LocalRig.Web.Api;

/// <summary>The name of a request's answer: a digest of everything it depends on. A client can't make two requests of one name, so it can't leave a wrong answer for others.</summary>
internal static class AnswerKey
{
    private const int Taken = 16; // bytes of the digest: 2^64 requests before two are likely to meet

    /// <summary>The name.</summary>
    /// <param name="epoch">Build, day, catalogue.</param>
    /// <param name="question">The question.</param>
    /// <param name="request">The request's bytes.</param>
    public static string Of(string epoch, string question, ReadOnlySpan<byte> request)
    {
        int head = Encoding.UTF8.GetByteCount(epoch) + Encoding.UTF8.GetByteCount(question) + 2;
        byte[] rented = ArrayPool<byte>.Shared.Rent(head + request.Length);
        try
        {
            int at = Encoding.UTF8.GetBytes(epoch, rented);
            rented[at++] = 0;
            at += Encoding.UTF8.GetBytes(question, rented.AsSpan(at));
            rented[at++] = 0;
            request.CopyTo(rented.AsSpan(at));
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(rented.AsSpan(0, at + request.Length), digest);
            return Base64Url.EncodeToString(digest[..Taken]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}

using System.Security.Cryptography;

namespace LocalRig.Proof.Benching;

/// <summary>Which file it was, without its name or its place.</summary>
internal static class FileIdentity
{
    // The first MiB holds the facts and the beginning of the vocabulary or tensors of any GGUF file; the size tells the rest.
    private const int HeaderBytes = 1 << 20;

    /// <summary>SHA-256 of the file's first MiB.</summary>
    public static string HeaderSha256(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] head = new byte[(int)Math.Min(HeaderBytes, file.Length)];
        file.ReadExactly(head);
        return Convert.ToHexStringLower(SHA256.HashData(head));
    }
}

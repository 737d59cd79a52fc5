using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LocalRig.Models;

/// <summary>Tells whether two models have the same weights by shape: a file, however it is called, and the catalogue's entry it is of.</summary>
public static class LayoutDigest
{
    private const int Digits = 32; // 128 bits: more than enough to tell any two layouts apart

    /// <summary>The beginning of the SHA-256 of all tensors' names, types and shapes, in the names' order.</summary>
    public static string Of(TensorLayout tensors)
    {
        StringBuilder text = new();
        foreach (TensorInfo tensor in tensors.Tensors.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            TensorShape shape = tensor.Shape;
            text.Append(CultureInfo.InvariantCulture, $"{tensor.Name} {(int)tensor.Type} {shape.Ne0} {shape.Ne1} {shape.Ne2} {shape.Ne3}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Digits];
    }
}

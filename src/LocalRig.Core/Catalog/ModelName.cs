using System.Collections.Immutable;

namespace LocalRig.Catalog;

/// <summary>A model's name as people write and paste it, taken apart: <c>qwen3.5:27b-q4_K_M</c>, <c>hf.co/unsloth/Qwen3.5-27B-GGUF:Q4_K_M</c>,
/// <c>Qwen3.5-27B-UD-Q4_K_XL.gguf</c>, <c>llama 3.3 70b q4</c>.</summary>
/// <param name="Name">The name without quantization and format.</param>
/// <param name="Quant">The quantization it names; null for none.</param>
/// <param name="Format">How such weights are stored: <c>gguf</c>, <c>safetensors</c>, <c>mlx</c>; null where nothing says.</param>
/// <param name="Notice">How the quantization was understood where that isn't plain; or empty.</param>
public sealed record ModelName(string Name, string? Quant, string? Format, string Notice)
{
    private const int MostLetters = 300; // several times the longest address of a published file
    private const int LongestQuant = 4; // words of it: UD-Q4_K_XL

    private static readonly string[] Commands = ["ollama run ", "ollama pull ", "ollama show ", "llama-server -hf ", "llama-cli -hf ", "lms get ", "-hf "];

    /// <summary>Whether the quantization is one that llama.cpp has.</summary>
    public bool IsForLlamaCpp => Quant is null || QuantChoice.TryParse(Quant) is not null;

    /// <summary>Takes a name apart; null where it is too long to be one.</summary>
    public static ModelName? Parse(string text)
    {
        if (text.Length is 0 or > MostLetters)
        {
            return null;
        }

        (string plain, string owner) = ModelAddress.Name(Command(text.Trim()));
        string? format = plain.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? "gguf" : null;
        List<string> words = [.. ModelAddress.WithoutExtension(plain).Split(' ', '-', '_', ':', ',', '(', ')', '/').Where(w => w.Length > 0)];
        if (words.RemoveAll(static w => w.Equals("gguf", StringComparison.OrdinalIgnoreCase)) > 0)
        {
            format = "gguf";
        }

        if (words.Count == 0)
        {
            return null;
        }

        ReleasedFormat? released = ReleasedFormat.Take(words, owner);
        if (released is not null)
        {
            return new ModelName(string.Join('-', words), released.Quant, released.Format, "");
        }

        (string? quant, string notice) = TakeQuant(words);
        return new ModelName(string.Join('-', words), quant, quant is null ? format : "gguf", notice);
    }

    private static string Command(string text)
    {
        string? command = Commands.FirstOrDefault(c => text.StartsWith(c, StringComparison.OrdinalIgnoreCase));
        return command is null ? text.Trim('"', '\'', '`') : text[command.Length..].Trim();
    }

    /// <summary>Takes the quantization out of a name's words, wherever it stands: a recipe or mix, or a size of bits as people say it.</summary>
    private static (string? Quant, string Notice) TakeQuant(List<string> words)
    {
        for (int length = Math.Min(LongestQuant, words.Count - 1); length > 0; length--)
        {
            for (int at = words.Count - length; at > 0; at--)
            {
                string[] part = [.. words.Skip(at).Take(length)];
                string joined = part[0].ToUpperInvariant() is "UD" or "I1" ? $"{part[0]}-{string.Join('_', part[1..])}" : string.Join('_', part);
                if (QuantChoice.TryParse(joined) is QuantChoice choice && !IsOfName(joined))
                {
                    words.RemoveRange(at, length);
                    words.RemoveAll(static w => w.Equals("qat", StringComparison.OrdinalIgnoreCase) || w.Equals("imatrix", StringComparison.OrdinalIgnoreCase) || w.Equals("i1", StringComparison.OrdinalIgnoreCase));
                    return (choice.Name, "");
                }
            }
        }

        return CasualQuant.Take(words);
    }

    // "MXFP4" stands in names of models that are published so; alone it is no mix of llama-quantize
    private static bool IsOfName(string text) => text.Length == 0 || !text.Any(char.IsAsciiDigit);
}

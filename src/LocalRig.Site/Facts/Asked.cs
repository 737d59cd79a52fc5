using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LocalRig.Site.Facts;

/// <summary>A question as a page states it: for a terminal, and for programs.</summary>
/// <param name="Line">The command line.</param>
/// <param name="Json">The request with the question's name.</param>
internal sealed record Asked(string Line, string Json)
{
    /// <summary>A question with texts and numbers in its request; null values are left out.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="question">The question's name.</param>
    /// <param name="fields">The request's fields.</param>
    public static Asked Of(string line, string question, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("question", question);
            foreach ((string name, object? value) in fields)
            {
                switch (value)
                {
                    case int number: json.WriteNumber(name, number); break;
                    case string text: json.WriteString(name, text); break;
                    default: break;
                }
            }

            json.WriteEndObject();
        }

        return new Asked(line, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>A word of a command line, in quotes where a shell would take it apart.</summary>
    public static string Word(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or ':' or '_' or '/') ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

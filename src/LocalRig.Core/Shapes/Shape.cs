using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LocalRig.Shapes;

/// <summary>What a value looks like in JSON: it writes the value and describes itself as JSON Schema, so that the two can't disagree.</summary>
/// <typeparam name="T">What is written.</typeparam>
public abstract class Shape<T>
{
    /// <summary>Writes a value.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="value">The value.</param>
    public abstract void Write(Utf8JsonWriter json, T value);

    /// <summary>Writes the JSON Schema that every written value fits.</summary>
    /// <param name="schema">Where to.</param>
    internal abstract void Describe(SchemaWriter schema);

    /// <summary>Writes the schema of a whole document: as <see cref="Describe"/> does, but never as a reference alone.</summary>
    internal virtual void DescribeRoot(SchemaWriter schema) => Describe(schema);

    /// <summary>The JSON Schema (draft 2020-12) that every written value fits, as text on one line.</summary>
    /// <param name="title">What it is the schema of.</param>
    public string Schema(string title) =>
        JsonText.Of(json =>
        {
            SchemaWriter schema = new(json);
            schema.Document(title, () => DescribeRoot(schema));
        });

    /// <summary>A value as text, on one line.</summary>
    public string Text(T value) => JsonText.Of(json => Write(json, value));
}

/// <summary>JSON as text the way every answer is written: on one line, letters of all languages as they are.</summary>
public static class JsonText
{
    private const int UsualBytes = 4096; // one plan with its reasons is 3 to 6 KB
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Runs a writer and gives what it wrote.</summary>
    public static string Of(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(UsualBytes);
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

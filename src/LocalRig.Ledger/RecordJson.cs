using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LocalRig.Ledger;

/// <summary>Records as lines of JSON: one object a line, fields that say nothing left out. The same record always gives the same bytes, so that its id is a digest of them.</summary>
public static class RecordJson
{
    /// <summary>What every line names itself.</summary>
    public const string Schema = "localrig-evidence/1";

    /// <summary>Characters a text may have; longer ones are no facts.</summary>
    public const int MostCharacters = 500;

    internal const int IdBytes = 16; // 128 bits of SHA-256
    private const int RoundTripCharacters = 28; // 2026-11-30T12:00:00.0000000Z, .NET's format O of a UTC time
    private const int ToMilliseconds = 23; // of them
    private static readonly JsonEncodedText SchemaName = JsonEncodedText.Encode("schema");
    private static readonly JsonEncodedText SchemaText = JsonEncodedText.Encode(Schema);
    private static readonly JsonEncodedText KindName = JsonEncodedText.Encode("kind");
    private static readonly JsonEncodedText AtName = JsonEncodedText.Encode("at");
    private static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Bytes, Utf8JsonWriter Json)? _writer;

    /// <summary>A record's line, without its end.</summary>
    public static string Line(EvidenceRecord record) => Encoding.UTF8.GetString(Bytes(record));

    /// <summary>A record's id.</summary>
    public static string IdOf(EvidenceRecord record) => Convert.ToHexStringLower(Digest(Bytes(record)));

    /// <summary>The id of a record's line.</summary>
    internal static byte[] Digest(ReadOnlySpan<byte> line) => SHA256.HashData(line)[..IdBytes];

    /// <summary>A record's line in UTF-8; valid until the thread writes another.</summary>
    internal static ReadOnlySpan<byte> Bytes(EvidenceRecord record)
    {
        if (_writer is not { } writer)
        {
            ArrayBufferWriter<byte> bytes = new();
            _writer = writer = (bytes, new Utf8JsonWriter(bytes, Plain));
        }

        writer.Bytes.ResetWrittenCount();
        writer.Json.Reset(writer.Bytes);
        Write(writer.Json, record);
        writer.Json.Flush();
        return writer.Bytes.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter json, EvidenceRecord record)
    {
        json.WriteStartObject();
        json.WriteString(SchemaName, SchemaText);
        json.WriteString(KindName, record.Kind.Word());
        Span<char> time = stackalloc char[RoundTripCharacters];
        record.At.UtcDateTime.TryFormat(time, out _, "O", CultureInfo.InvariantCulture);
        time[ToMilliseconds] = 'Z';
        json.WriteString(AtName, time[..(ToMilliseconds + 1)]);
        foreach (RecordField field in RecordField.All)
        {
            field.WriteTo(json, record);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line in UTF-8.</param>
    /// <param name="problems">Everything wrong with it.</param>
    /// <returns>The record; null where something is wrong.</returns>
    public static EvidenceRecord? Read(ReadOnlySpan<byte> line, List<string> problems)
    {
        try
        {
            Utf8JsonReader json = new(line);
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                problems.Add("no object");
                return null;
            }

            EvidenceRecord? record = Read(ref json, problems);
            json.Read(); // nothing may follow
            return record;
        }
        catch (JsonException wrong)
        {
            problems.Add($"no JSON: {wrong.Message}");
            return null;
        }
        catch (InvalidOperationException)
        {
            problems.Add("no JSON: a text in it is not Unicode"); // half of a surrogate pair, or bytes that aren't UTF-8
            return null;
        }
    }

    private static EvidenceRecord? Read(ref Utf8JsonReader json, List<string> problems)
    {
        int before = problems.Count;
        RecordKind? kind = null;
        DateTimeOffset? at = null;
        EvidenceRecord record = new() { Kind = default, At = default };
        int next = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (RecordField.Find(json, ref next) is RecordField field)
            {
                json.Read();
                field.Read(record, ref json, problems);
            }
            else if (json.ValueTextEquals(SchemaName.EncodedUtf8Bytes))
            {
                json.Read();
                Need(json.TokenType == JsonTokenType.String && json.ValueTextEquals(SchemaText.EncodedUtf8Bytes), $"schema is not {Schema}", problems);
            }
            else if (json.ValueTextEquals(KindName.EncodedUtf8Bytes))
            {
                json.Read();
                kind = Kind(json, problems);
            }
            else if (json.ValueTextEquals(AtName.EncodedUtf8Bytes))
            {
                json.Read();
                at = Time(json, problems);
            }
            else
            {
                bool known = json.ValueTextEquals("id"u8); // written beside the record, and worked out anew
                string name = known ? "" : json.GetString()!;
                Need(known, $"there is no field {(name.Length > MostCharacters ? name[..MostCharacters] : name)}", problems);
                json.Read();
            }

            json.Skip(); // a value that is an object or an array where none belongs
        }

        Need(kind is not null, "kind is missing", problems);
        Need(at is not null || problems.Count > before, "at is missing", problems);
        record = record with { Kind = kind ?? default, At = at ?? default };
        RecordRules.Check(record, problems);
        return problems.Count == before ? record : null;
    }

    /// <summary>Whether a text has characters that are no writing.</summary>
    internal static bool HasControls(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\u0000', '\u001f') || text.ContainsAnyInRange('\u007f', '\u009f'); // Unicode's category Cc

    private static RecordKind Kind(in Utf8JsonReader value, List<string> problems)
    {
        if (value.TokenType == JsonTokenType.String)
        {
            foreach ((string known, RecordKind kind) in RecordKinds.All)
            {
                if (value.ValueTextEquals(known))
                {
                    return kind;
                }
            }
        }

        problems.Add($"kind is none of {string.Join(", ", RecordKinds.All.Select(k => k.Word))}");
        return default;
    }

    private static DateTimeOffset Time(in Utf8JsonReader value, List<string> problems)
    {
        if (value.TokenType == JsonTokenType.String && value.TryGetDateTimeOffset(out DateTimeOffset at))
        {
            return new DateTimeOffset(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
        }

        problems.Add("at is no ISO 8601 time such as 2026-11-30T12:00:00Z");
        return default;
    }

    private static void Need(bool holds, string problem, List<string> problems)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}

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
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
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
        json.WriteString("schema", Schema);
        json.WriteString("kind", record.Kind.Word());
        json.WriteString("at", record.At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        foreach (RecordField field in RecordField.All)
        {
            field.Write(json, record);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="problems">Everything wrong with it.</param>
    /// <returns>The record; null where something is wrong.</returns>
    public static EvidenceRecord? Read(ReadOnlyMemory<byte> line, List<string> problems)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return Read(document.RootElement, problems);
        }
        catch (JsonException wrong)
        {
            problems.Add($"no JSON: {wrong.Message}");
            return null;
        }
    }

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, List{string})"/>
    public static EvidenceRecord? Read(JsonElement root, List<string> problems)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            problems.Add("no object");
            return null;
        }

        int before = problems.Count;
        EvidenceRecord record = new() { Kind = default, At = default };
        bool kind = false;
        foreach (JsonProperty property in root.EnumerateObject())
        {
            switch (property.Name)
            {
                case "schema":
                    Need(property.Value.ValueKind == JsonValueKind.String && property.Value.ValueEquals(Schema), $"schema is not {Schema}", problems);
                    break;
                case "kind":
                    kind = true;
                    record = record with { Kind = Kind(property.Value, problems) };
                    break;
                case "at":
                    record = record with { At = Time(property.Value, problems) };
                    break;
                case "id": // written beside the record, and worked out anew
                    break;
                default:
                    record = RecordField.Find(property.Name) is RecordField field ? field.Read(record, property.Value, problems) : Unknown(record, property.Name, problems);
                    break;
            }
        }

        Need(kind, "kind is missing", problems);
        Need(record.At != default || problems.Count > before, "at is missing", problems);
        RecordRules.Check(record, problems);
        return problems.Count == before ? record : null;
    }

    private static RecordKind Kind(JsonElement value, List<string> problems)
    {
        string? word = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        foreach ((string known, RecordKind kind) in RecordKinds.All)
        {
            if (known == word)
            {
                return kind;
            }
        }

        problems.Add($"kind is none of {string.Join(", ", RecordKinds.All.Select(k => k.Word))}");
        return default;
    }

    private static DateTimeOffset Time(JsonElement value, List<string> problems)
    {
        if (value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out DateTimeOffset at))
        {
            return new DateTimeOffset(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
        }

        problems.Add("at is no ISO 8601 time such as 2026-11-30T12:00:00Z");
        return default;
    }

    private static EvidenceRecord Unknown(EvidenceRecord record, string name, List<string> problems)
    {
        problems.Add($"there is no field {(name.Length > MostCharacters ? name[..MostCharacters] : name)}");
        return record;
    }

    private static void Need(bool holds, string problem, List<string> problems)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Quantization;

namespace LocalRig.Catalog;

/// <summary>What a catalogue file holds, and everything wrong with it.</summary>
/// <param name="Models">The models that could be read.</param>
/// <param name="Problems">One sentence per problem.</param>
internal sealed record CatalogReading(ImmutableArray<CatalogModel> Models, ImmutableArray<string> Problems);

/// <summary>Reads catalogue files (data/models/README.md describes them).</summary>
internal static class CatalogReader
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads models; a file that is no JSON gives one problem and no models.</summary>
    public static CatalogReading Read(byte[] json, string origin)
    {
        try
        {
            // not disposed: models keep their config elements
            JsonElement root = JsonDocument.Parse(json, Lenient).RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("models", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
            {
                return new CatalogReading([], [$"{origin}: has no list \"models\"."]);
            }

            ImmutableArray<CatalogModel>.Builder models = ImmutableArray.CreateBuilder<CatalogModel>(list.GetArrayLength());
            ImmutableArray<string>.Builder problems = ImmutableArray.CreateBuilder<string>();
            foreach (JsonElement entry in list.EnumerateArray())
            {
                ReadModel(entry, $"{origin}, model {models.Count + problems.Count + 1}", models, problems);
            }

            return new CatalogReading(models.ToImmutable(), problems.ToImmutable());
        }
        catch (JsonException e)
        {
            return new CatalogReading([], [$"{origin}: is not JSON (line {e.LineNumber + 1}: {e.Message})"]);
        }
    }

    /// <summary>Reads the list of published files; it is ours and checked by a test.</summary>
    public static ImmutableArray<PublishedFile> ReadFiles(byte[] json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return
        [
            .. document
                .RootElement.GetProperty("files")
                .EnumerateArray()
                .Select(f => new PublishedFile(
                    Text(f, "model"),
                    Text(f, "shape") is { Length: > 0 } shape ? shape : Text(f, "model"),
                    Text(f, "publisher"),
                    Text(f, "quant"),
                    Integer(f, "bytes") ?? 0,
                    Integer(f, "precision") ?? 0,
                    Text(f, "why"),
                    Text(f, "source"),
                    Text(f, "note")
                )
                {
                    IsMix = f.TryGetProperty("mix", out JsonElement mix) && mix.ValueKind == JsonValueKind.True,
                    Embedding = f.TryGetProperty("embedding", out JsonElement type) && TensorTypeExtensions.TryParse(type.GetString()!, out TensorType embedding) ? embedding : null,
                }),
        ];
    }

    private static void ReadModel(
        JsonElement entry,
        string where,
        ImmutableArray<CatalogModel>.Builder models,
        ImmutableArray<string>.Builder problems
    )
    {
        if (entry.ValueKind != JsonValueKind.Object || Text(entry, "id").Length == 0 || Text(entry, "family").Length == 0)
        {
            problems.Add($"{where}: needs an \"id\" and a \"family\".");
            return;
        }

        string native = Text(entry, "nativeExperts");
        if (!TensorTypeExtensions.TryParse(native, out TensorType nativeType) && native.Length > 0)
        {
            problems.Add($"{where} ({Text(entry, "id")}): \"nativeExperts\" \"{native}\" is no tensor type.");
        }

        models.Add(
            new CatalogModel(Object(entry, "config"), Object(entry, "header"))
            {
                Id = Text(entry, "id"),
                Family = Text(entry, "family"),
                Aliases = Texts(entry, "aliases"),
                Repository = Text(entry, "repository"),
                Released = Text(entry, "released"),
                License = Text(entry, "license"),
                Confidence = Text(entry, "confidence"),
                Nominal = entry.TryGetProperty("nominal", out JsonElement nominal) && nominal.ValueKind == JsonValueKind.True,
                StandIn = Text(entry, "standIn"),
                ShapeOf = Text(entry, "shapeOf"),
                PublishedContext = (int)Math.Clamp(Integer(entry, "context") ?? 0, 0, int.MaxValue),
                Nearest = Texts(entry, "nearest"),
                Note = Text(entry, "note"),
                Offered = !entry.TryGetProperty("offered", out JsonElement offered) || offered.ValueKind != JsonValueKind.False,
                Task = Text(entry, "task"),
                NativeExperts = native.Length > 0 ? nativeType : null,
                Parameters = Parameters(entry),
                Sources = Sources(entry),
            }
        );
    }

    private static PublishedParameters Parameters(JsonElement entry) =>
        entry.TryGetProperty("parameters", out JsonElement p) && p.ValueKind == JsonValueKind.Object
            ? new(Integer(p, "published"), Integer(p, "text"), Integer(p, "vision"), Integer(p, "mtp"), Integer(p, "active"), Integer(p, "nominal"))
            : new(null, null, null, null, null, null);

    private static ImmutableDictionary<string, string> Sources(JsonElement entry) =>
        entry.TryGetProperty("sources", out JsonElement s) && s.ValueKind == JsonValueKind.Object
            ? s.EnumerateObject()
                .Where(p => p.Value.ValueKind == JsonValueKind.String)
                .ToImmutableDictionary(p => p.Name, p => p.Value.GetString()!)
            : ImmutableDictionary<string, string>.Empty;

    private static JsonElement? Object(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static string Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static long? Integer(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number)
            ? number
            : null;

    private static ImmutableArray<string> Texts(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)]
            : [];
}

using System.Text.Json;

namespace LocalRig.Shapes;

/// <summary>Writes JSON Schema (draft 2020-12); shapes with a name are written once, under <c>$defs</c>, and referred to.</summary>
/// <param name="json">Where to.</param>
internal sealed class SchemaWriter(Utf8JsonWriter json)
{
    /// <summary>The dialect, as every schema names it.</summary>
    public const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    private readonly Dictionary<string, Action> _named = [];
    private readonly HashSet<string> _written = [];

    /// <summary>Where schemas are written.</summary>
    public Utf8JsonWriter Json { get; } = json;

    /// <summary>A whole schema: what describes the root, then the definitions it refers to.</summary>
    /// <param name="title">What it is the schema of.</param>
    /// <param name="root">Writes the root's keywords.</param>
    public void Document(string title, Action root)
    {
        Json.WriteStartObject();
        Json.WriteString("$schema", Dialect);
        Json.WriteString("title", title);
        root();
        Definitions();
        Json.WriteEndObject();
    }

    /// <summary>The definitions asked for so far, and those that these ask for.</summary>
    public void Definitions()
    {
        if (_named.Count == 0)
        {
            return;
        }

        Json.WriteStartObject("$defs");
        while (_named.Keys.FirstOrDefault(n => !_written.Contains(n)) is string next)
        {
            _written.Add(next);
            Json.WriteStartObject(next);
            _named[next]();
            Json.WriteEndObject();
        }

        Json.WriteEndObject();
    }

    /// <summary>Refers to a definition by its name.</summary>
    public void Refer(string name, Action describe)
    {
        _named.TryAdd(name, describe);
        Json.WriteString("$ref", $"#/$defs/{name}");
    }

    /// <summary>Keywords of a list.</summary>
    public void List(Action item)
    {
        Json.WriteString("type", "array");
        Json.WriteStartObject("items");
        item();
        Json.WriteEndObject();
    }

    /// <summary>The type keyword.</summary>
    public void Type(string type, bool orNull = false)
    {
        if (!orNull)
        {
            Json.WriteString("type", type);
            return;
        }

        Json.WriteStartArray("type");
        Json.WriteStringValue(type);
        Json.WriteStringValue("null");
        Json.WriteEndArray();
    }
}

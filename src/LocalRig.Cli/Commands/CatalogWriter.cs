using System.Text.Json;
using LocalRig.Catalog;

namespace LocalRig.Cli.Commands;

/// <summary>Writes catalogue models as JSON.</summary>
internal static class CatalogWriter
{
    public static void Write(Utf8JsonWriter json, IEnumerable<CatalogModel> models)
    {
        json.WriteStartArray();
        foreach (CatalogModel model in models)
        {
            json.WriteStartObject();
            json.WriteString("id", model.Id);
            json.WriteString("family", model.Family);
            json.WriteString("architecture", model.ArchitectureName);
            json.WriteNumber("parameters", model.ParameterCount);
            json.WriteNumber("contextLength", model.ContextLength);
            json.WriteString("released", model.Released);
            json.WriteString("license", model.License);
            json.WriteString("repository", model.Repository);
            json.WriteBoolean("nominal", model.Nominal);
            json.WriteString("notice", model.Notice);
            json.WriteStartObject("sources");
            foreach ((string what, string source) in model.Sources.OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                json.WriteString(what, source);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

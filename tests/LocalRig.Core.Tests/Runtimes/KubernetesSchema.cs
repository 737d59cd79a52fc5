using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LocalRig.Core.Tests.Runtimes;

/// <summary>Holds objects against Kubernetes' structural schemas, strictly: a field the schema hasn't is wrong
/// (kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions).</summary>
internal sealed class KubernetesSchema
{
    private readonly JsonObject _all = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "kubernetes", "schemas.json")))!.AsObject();

    /// <summary>Every object of a manifest.</summary>
    public static IReadOnlyList<YamlMappingNode> Objects(string manifest)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(manifest));
        return [.. stream.Documents.Select(d => (YamlMappingNode)d.RootNode)];
    }

    /// <summary>What is wrong with an object, by its kind; empty when nothing is.</summary>
    public IReadOnlyList<string> Wrong(YamlMappingNode value)
    {
        List<string> wrong = [];
        string kind = value["kind"].ToString();
        Check(value, _all[kind]?.AsObject() ?? throw new InvalidOperationException($"No schema of {kind}."), kind, wrong);
        return wrong;
    }

    private void Check(YamlNode value, JsonObject schema, string at, List<string> wrong)
    {
        if (schema["$ref"] is JsonNode reference)
        {
            schema = _all[reference.ToString()["#/".Length..]]!.AsObject();
        }

        switch (value)
        {
            case YamlMappingNode map when Is(schema, "object"):
                CheckFields(map, schema, at, wrong);
                break;
            case YamlSequenceNode list when Is(schema, "array"):
                for (int i = 0; i < list.Children.Count; i++)
                {
                    Check(list[i], schema["items"]!.AsObject(), $"{at}[{i}]", wrong);
                }

                break;
            case YamlScalarNode scalar when IsOfType(scalar, schema):
                if (schema["enum"] is JsonArray words && !words.Any(w => w!.ToString() == scalar.Value))
                {
                    wrong.Add($"{at}: {scalar.Value} is none of {words.ToJsonString()}");
                }

                break;
            default:
                wrong.Add($"{at}: {value} is no {schema["type"] ?? "int or string"}");
                break;
        }
    }

    private void CheckFields(YamlMappingNode map, JsonObject schema, string at, List<string> wrong)
    {
        JsonObject? fields = schema["properties"]?.AsObject();
        foreach (JsonNode? needed in schema["required"]?.AsArray() ?? [])
        {
            if (!map.Children.ContainsKey(needed!.ToString()))
            {
                wrong.Add($"{at}: {needed} is missing");
            }
        }

        foreach ((YamlNode key, YamlNode value) in map.Children)
        {
            if ((fields?[key.ToString()] ?? schema["additionalProperties"]) is JsonObject field)
            {
                Check(value, field, $"{at}.{key}", wrong);
            }
            else if (fields is not null)
            {
                wrong.Add($"{at}: there is no field {key}");
            }
        }
    }

    private static bool Is(JsonObject schema, string type) => schema["type"]?.ToString() == type;

    private static bool IsOfType(YamlScalarNode scalar, JsonObject schema)
    {
        bool plain = scalar.Style == ScalarStyle.Plain;
        bool whole = plain && long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        bool truth = plain && scalar.Value is "true" or "false";
        return schema["x-kubernetes-int-or-string"] is not null ? !truth : schema["type"]?.ToString() switch
        {
            "integer" => whole,
            "boolean" => truth,
            "string" => !whole && !truth,
            _ => false,
        };
    }
}

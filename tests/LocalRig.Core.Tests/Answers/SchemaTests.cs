using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Xunit;

namespace LocalRig.Core.Tests.Answers;

/// <summary>What is written fits the schema it is described by, and nothing else does.</summary>
public class SchemaTests
{
    private static readonly Lazy<WrittenAnswer[]> Answers = new(() => [.. RealAnswers.All()]);

    [Fact]
    public void Every_schema_is_a_schema_of_draft_2020_12() =>
        Assert.All(Answers.Value.DistinctBy(a => a.Name), a =>
        {
            JsonNode schema = JsonNode.Parse(a.Schema)!;
            Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)schema["$schema"]);
            Assert.True(MetaSchemas.Draft202012.Evaluate(Element(schema)).IsValid, a.Schema);
        });

    [Fact]
    public void What_is_no_schema_is_told() => Assert.False(MetaSchemas.Draft202012.Evaluate(Element("""{"type":5}""")).IsValid);

    [Fact]
    public void Every_answer_fits_its_schema() =>
        Assert.All(Answers.Value, a =>
        {
            EvaluationResults results = JsonSchema.FromText(a.Schema).Evaluate(Element(a.Json), new EvaluationOptions { OutputFormat = OutputFormat.List });
            string[] errors = [.. (results.Details ?? []).Where(d => d.Errors is not null).SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation}: {e.Value}"))];
            Assert.True(results.IsValid, $"{a.Name}: {string.Join("; ", errors.Take(5))}");
        });

    [Fact]
    public void An_answer_with_a_property_added_does_not_fit() =>
        Assert.All(Objects(), a => Assert.False(Fits(a, o => o["notAProperty"] = 1), a.Name));

    [Fact]
    public void An_answer_without_a_needed_property_does_not_fit() =>
        Assert.All(Objects().Where(a => JsonNode.Parse(a.Schema)!["required"] is not null), a =>
        {
            JsonArray needed = JsonNode.Parse(a.Schema)!["required"]!.AsArray();
            Assert.All(needed, name => Assert.False(Fits(a, o => o.Remove((string)name!)), $"{a.Name} without {name}"));
        });

    [Fact]
    public void An_answer_with_a_value_of_another_type_does_not_fit() =>
        Assert.All(Objects(), a => Assert.All(JsonNode.Parse(a.Json)!.AsObject(), p =>
            Assert.False(Fits(a, o => o[p.Key] = new JsonArray(new JsonArray())), $"{a.Name}: {p.Key}"))); // lists of lists are nowhere

    [Fact]
    public void Every_property_says_what_it_is() =>
        Assert.All(Answers.Value.DistinctBy(a => a.Name), a => Assert.Empty(Undescribed(JsonNode.Parse(a.Schema)!, a.Name)));

    private static IEnumerable<string> Undescribed(JsonNode? node, string place)
    {
        IEnumerable<string> here = node is JsonObject { } o && o["properties"] is JsonObject properties
            ? properties.Where(p => p.Value!["description"] is not JsonValue text || !((string)text!).EndsWith('.')).Select(p => $"{place}/{p.Key}") : [];
        IEnumerable<string> below = node switch
        {
            JsonObject all => all.SelectMany(p => Undescribed(p.Value, $"{place}/{p.Key}")),
            JsonArray list => list.SelectMany(i => Undescribed(i, place)),
            _ => [],
        };
        return here.Concat(below);
    }

    private static IEnumerable<WrittenAnswer> Objects() => Answers.Value.Where(a => a.Json.StartsWith('{')).DistinctBy(a => a.Name);

    private static bool Fits(WrittenAnswer answer, Action<JsonObject> change)
    {
        JsonObject changed = JsonNode.Parse(answer.Json)!.AsObject();
        change(changed);
        return JsonSchema.FromText(answer.Schema).Evaluate(Element(changed)).IsValid;
    }

    private static JsonElement Element(JsonNode node) => Element(node.ToJsonString());

    private static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement;
}

using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>What a model's header says: the facts, the tensors by type, and every tensor where asked.</summary>
public static class InspectionJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<Inspection> Shape { get; } = new ObjectShape<Inspection>()
        .Include(i => i.Model, Facts())
        .When(i => i.EveryTensor, every => every
            .List("tensors", "Every tensor, as in the file; missing unless asked for.", i => i.Model.Tensors.Tensors, Tensor()));

    private static ObjectShape<Model> Facts() =>
        new ObjectShape<Model>()
            .Text("id", "The model's name.", m => m.Id)
            .Text("source", "Where its facts come from; may be empty.", m => m.Source)
            .Text("architecture", "Its architecture, as llama.cpp names it.", m => m.Metadata.Architecture)
            .Flag("architectureKnown", "Whether its compute graph can be built.", m => m.Architecture is not null)
            .Text("refusal", "Why llama.cpp refuses to load it; empty where nothing is known against it.", m => m.Refusal)
            .Text("quantization", "How its weights are stored, such as Q4_K_M; may be empty.", m => m.QuantName)
            .Integer("parameters", "How many weights it has.", m => m.Tensors.Elements)
            .Integer("activeParameters", "How many of them one token is computed with.", ActiveParameters.Of)
            .Bytes("tensorBytes", "Bytes of all tensors.", m => m.Tensors.TotalSize)
            .Number("bitsPerWeight", "Bits per weight on average.", m => Math.Round(m.Tensors.BitsPerWeight, 3))
            .List("tensorTypes", "How much is stored in each type, largest first.", m => TensorTypeShare.Of(m.Tensors), new ObjectShape<TensorTypeShare>()
                .Text("type", "The type, such as q4_K.", s => s.Type.Name())
                .Integer("tensors", "How many tensors.", s => s.Tensors)
                .Integer("parameters", "Their weights.", s => s.Elements)
                .Bytes("bytes", "Their bytes.", s => s.Size))
            .Map("metadata", "The header's values by key; a long list is given by its count.", "", (json, model) => Metadata(json, model.Metadata));

    private static ObjectShape<TensorInfo> Tensor() =>
        new ObjectShape<TensorInfo>()
            .Text("name", "The tensor's name.", t => t.Name)
            .Text("type", "The type it is stored in.", t => t.Type.Name())
            .Text("shape", "Its dimensions.", t => t.Shape.ToString())
            .Bytes("bytes", "Its bytes.", t => t.Size);

    private static void Metadata(Utf8JsonWriter json, Metadata metadata)
    {
        foreach ((string key, object value) in metadata.Values)
        {
            json.WritePropertyName(key);
            Value(json, value);
        }
    }

    private static void Value(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case ulong number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case SkippedArray array:
                json.WriteStartObject();
                json.WriteNumber("count", array.Count);
                json.WriteEndObject();
                break;
            case ImmutableArray<long> list:
                Items(json, list, json.WriteNumberValue);
                break;
            case ImmutableArray<double> list:
                Items(json, list, n => Value(json, n));
                break;
            case ImmutableArray<string> list:
                Items(json, list, json.WriteStringValue);
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }

    private static void Items<T>(Utf8JsonWriter json, ImmutableArray<T> list, Action<T> write)
    {
        json.WriteStartArray();
        foreach (T item in list)
        {
            write(item);
        }

        json.WriteEndArray();
    }
}

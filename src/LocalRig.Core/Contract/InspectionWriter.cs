using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;

namespace LocalRig.Contract;

/// <summary>Writes what a model's header says as JSON.</summary>
public static class InspectionWriter
{
    /// <summary>Writes the facts, the tensors by type, and every tensor where asked.</summary>
    public static void Write(Utf8JsonWriter json, Model model, bool everyTensor)
    {
        json.WriteStartObject();
        json.WriteString("id", model.Id);
        json.WriteString("source", model.Source);
        json.WriteString("architecture", model.Metadata.Architecture);
        json.WriteBoolean("architectureKnown", model.Architecture is not null);
        json.WriteString("quantization", model.QuantName);
        json.WriteNumber("parameters", model.Tensors.Elements);
        json.WriteNumber("activeParameters", ActiveParameters.Of(model));
        json.WriteNumber("tensorBytes", model.Tensors.TotalSize.Bytes);
        json.WriteNumber("bitsPerWeight", Math.Round(model.Tensors.BitsPerWeight, 3));
        Types(json, model);
        Metadata(json, model.Metadata);
        if (everyTensor)
        {
            Tensors(json, model);
        }

        json.WriteEndObject();
    }

    private static void Types(Utf8JsonWriter json, Model model)
    {
        json.WriteObjects("tensorTypes", TensorTypeShare.Of(model.Tensors), share =>
        {
            json.WriteString("type", share.Type.Name());
            json.WriteNumber("tensors", share.Tensors);
            json.WriteNumber("parameters", share.Elements);
            json.WriteNumber("bytes", share.Size.Bytes);
        });
    }

    private static void Metadata(Utf8JsonWriter json, Metadata metadata)
    {
        json.WriteStartObject("metadata");
        foreach ((string key, object value) in metadata.Values)
        {
            json.WritePropertyName(key);
            Value(json, value);
        }

        json.WriteEndObject();
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

    private static void Tensors(Utf8JsonWriter json, Model model)
    {
        json.WriteObjects("tensors", model.Tensors.Tensors, tensor =>
        {
            json.WriteString("name", tensor.Name);
            json.WriteString("type", tensor.Type.Name());
            json.WriteString("shape", tensor.Shape.ToString());
            json.WriteNumber("bytes", tensor.Size.Bytes);
        });
    }
}

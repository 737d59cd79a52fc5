using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Runtimes;

namespace LocalRig.Contract;

/// <summary>Writes plans and errors as the contract's JSON.</summary>
public static class PlanResultWriter
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Indented = Compact with { Indented = true };

    /// <summary>One result as text, on one line unless <paramref name="indented"/>.</summary>
    public static string ToJson(MemoryPlan plan, bool indented = false) => Text(indented, w => Write(w, plan));

    /// <summary>An error as text: <c>{"error":{…}}</c>.</summary>
    public static string ToJson(Problem problem) => Text(false, w => Write(w, problem));

    /// <summary>Runs a writer and gives what it wrote.</summary>
    public static string Text(bool indented, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(4096); // one result with its reasons is 3 to 6 KB
        using (Utf8JsonWriter writer = new(buffer, indented ? Indented : Compact))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes an error object.</summary>
    public static void Write(Utf8JsonWriter json, Problem problem)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("code", problem.Code.Name());
        json.WriteString("message", problem.Message);
        json.WriteString("hint", problem.Hint);
        json.WriteString("where", problem.Where);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes one result.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="besides">Writes further fields of the same object, or null.</param>
    /// <param name="commands">How to run it, where that takes more than the plan knows; null for what every runtime is told.</param>
    public static void Write(Utf8JsonWriter json, MemoryPlan plan, Action? besides = null, IEnumerable<RuntimeCommand>? commands = null)
    {
        json.WriteStartObject();
        Model(json, plan);
        json.WriteString("engine", plan.Engine);
        WorkloadWriter.Write(json, plan);
        Placement(json, plan);
        json.WriteObjects("devices", plan.Devices, device => DeviceObject(json, device));
        json.WriteNumber("totalBytes", plan.Total.Bytes);
        json.WriteString("exactness", Word(plan.Exactness));
        if (plan.Exactness != Exactness.Exact)
        {
            json.WriteNumber("lowBytes", plan.Low.Bytes);
            json.WriteNumber("highBytes", plan.High.Bytes);
            json.WriteString("exactnessReason", plan.ExactnessReason);
        }

        json.WriteString("verdict", Word(plan.Verdict));
        json.WriteString("advice", plan.Advice);
        json.WriteNumber("maxContext", plan.MaxContext);
        if (plan.Forecast is not null)
        {
            ForecastWriter.Write(json, plan.Forecast);
        }
        else if (plan.AtMost is { } bound)
        {
            ForecastWriter.Write(json, bound);
        }

        string[] cautions = [.. LlamaServerCommand.Cautions(plan)];
        if (cautions.Length > 0)
        {
            json.WriteStartArray("cautions");
            foreach (string caution in cautions)
            {
                json.WriteStringValue(caution);
            }

            json.WriteEndArray();
        }

        besides?.Invoke();
        Reasons(json, plan);
        CommandsWriter.Scripts(json, commands ?? RuntimeCommands.Of(plan));
        json.WriteEndObject();
    }

    /// <summary>The word for a verdict.</summary>
    public static string Word(Verdict verdict) =>
        verdict switch { Verdict.Comfortable => "comfortable", Verdict.Tight => "tight", Verdict.Spills => "spills", _ => "does-not-fit" };

    /// <summary>The word for an exactness.</summary>
    public static string Word(Exactness exactness) =>
        exactness switch { Exactness.Exact => "exact", Exactness.Bounded => "bounded", _ => "unknown-architecture" };

    /// <summary>The word for a sort of knowledge.</summary>
    public static string Word(SourceKind kind) =>
        kind switch
        {
            SourceKind.Derived => "derived",
            SourceKind.Measured => "measured",
            SourceKind.Vendor => "vendor",
            SourceKind.ThirdParty => "third-party",
            SourceKind.Community => "community",
            _ => "assumed",
        };

    private static void Model(Utf8JsonWriter json, MemoryPlan plan)
    {
        json.WriteStartObject("model");
        json.WriteString("id", plan.Model.Id);
        json.WriteString("architecture", plan.Model.Metadata.Architecture);
        json.WriteNumber("parameters", plan.Model.Tensors.Elements);
        json.WriteNumber("activeParameters", ActiveParameters.Of(plan.Model));
        json.WriteBoolean("nominal", plan.Model.Nominal);
        json.WriteString("notice", plan.Model.Notice);
        json.WriteEndObject();
        json.WriteStartObject("quantization");
        json.WriteString("name", plan.Model.QuantName);
        json.WriteNumber("bitsPerWeight", Math.Round(plan.Model.Tensors.BitsPerWeight, 3));
        json.WriteNumber("tensorBytes", plan.Model.Tensors.TotalSize.Bytes);
        json.WriteEndObject();
    }

    private static void Placement(Utf8JsonWriter json, MemoryPlan plan)
    {
        json.WriteStartObject("placement");
        json.WriteNumber("gpuLayers", plan.Placement.GpuLayers);
        json.WriteNumber("nCpuMoe", plan.Placement.CpuMoeLayers);
        json.WriteStartArray("tensorSplit");
        foreach (double share in plan.Placement.TensorSplit.IsDefault ? [] : plan.Placement.TensorSplit)
        {
            json.WriteNumberValue(share);
        }

        json.WriteEndArray();
        json.WriteNumber("marginBytes", plan.Margin.Bytes);
        json.WriteEndObject();
    }

    private static void DeviceObject(Utf8JsonWriter json, DevicePlan device)
    {
        json.WriteString("name", device.Name);
        json.WriteString("backend", device.Backend.Word());
        json.WriteNumber("weightsBytes", device.Parts.Weights.Bytes);
        json.WriteNumber("kvCacheBytes", device.Parts.KvCache.Bytes);
        json.WriteNumber("recurrentStateBytes", device.Parts.RecurrentState.Bytes);
        json.WriteNumber("computeBytes", device.Parts.Compute.Bytes);
        json.WriteNumber("outputBytes", device.Parts.Output.Bytes);
        json.WriteNumber("runtimeBytes", device.RuntimeBytes.Bytes);
        json.WriteNumber("runtimeLowBytes", device.IsUsed ? device.Runtime.Low.Bytes : 0);
        json.WriteNumber("runtimeHighBytes", device.IsUsed ? device.Runtime.High.Bytes : 0);
        json.WriteNumber("totalBytes", device.Total.Bytes);
        json.WriteNumber("capacityBytes", device.Capacity.Bytes);
        json.WriteNumber("usableBytes", device.Usable.Bytes);
        json.WriteNumber("headroomBytes", device.Headroom.Bytes);
    }

    private static void Reasons(Utf8JsonWriter json, MemoryPlan plan)
    {
        json.WriteObjects("because", plan.Because, line =>
        {
            json.WriteString("value", line.Value);
            json.WriteString("formula", line.Formula);
            json.WriteStartObject("inputs");
            foreach (BecauseInput input in line.Inputs)
            {
                if (input.Number is double number)
                {
                    json.WriteNumber(input.Name, number);
                }
                else
                {
                    json.WriteString(input.Name, input.Text);
                }
            }

            json.WriteEndObject();
            json.WriteString("source", line.Source);
            json.WriteString("kind", Word(line.Kind));
        });
    }
}

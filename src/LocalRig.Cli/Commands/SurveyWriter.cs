using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Advice;
using LocalRig.Contract;
using LocalRig.Rigs;

namespace LocalRig.Cli.Commands;

/// <summary>Writes a survey as JSON: the rig, and a plan in the contract's form for every model.</summary>
internal static class SurveyWriter
{
    public static void Write(Utf8JsonWriter json, Rig rig, ImmutableArray<SurveyLine> lines)
    {
        json.WriteStartObject();
        json.WritePropertyName("rig");
        Write(json, rig);
        json.WriteObjects("models", lines, line =>
        {
            json.WriteContexts(line);
            json.WritePropertyName("plan");
            PlanResultWriter.Write(json, line.Plan);
        });
        json.WriteEndObject();
    }

    /// <summary>Writes a rig: devices with their memory, and main memory.</summary>
    public static void Write(Utf8JsonWriter json, Rig rig)
    {
        json.WriteStartObject();
        json.WriteString("name", rig.Name);
        json.WriteObjects("devices", rig.Devices, device =>
        {
            json.WriteString("name", device.Name);
            json.WriteString("backend", device.Backend.Word());
            json.WriteString("model", device.Model ?? device.CatalogId ?? "");
            json.WriteNumber("memoryBytes", device.Memory.Bytes);
            json.WriteNumber("usableBytes", (device.Usable ?? device.Memory).Bytes);
        });
        json.WriteNumber("hostMemoryBytes", rig.Host.Memory.Bytes);
        json.WriteBoolean("hostMemoryAssumed", rig.Host.Assumed);
        json.WriteEndObject();
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Questions;

/// <summary>Reads the <c>rig</c> field: words, or a machine spelled out as <c>{devices:[…], hostMemoryBytes}</c>.</summary>
internal static class RigRequestReader
{
    public static RigRequest Read(FieldReader value) =>
        value.Json is { ValueKind: JsonValueKind.Object } json ? Object(json, value) : new NamedRig(value.Text("a rig"));

    /// <summary>One machine, or a list of them.</summary>
    public static IEnumerable<RigRequest> ReadSeveral(FieldReader value) =>
        value.Json is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(i => Read(value.Item(i)))] : [Read(value)];

    private static DescribedRig Object(JsonElement json, FieldReader value)
    {
        ImmutableArray<Device>.Builder devices = ImmutableArray.CreateBuilder<Device>();
        ByteSize? host = null;
        foreach (JsonProperty field in json.EnumerateObject())
        {
            switch (field.Name)
            {
                case "devices" when field.Value.ValueKind == JsonValueKind.Array:
                    foreach (JsonElement item in field.Value.EnumerateArray())
                    {
                        devices.Add(ReadDevice(item, devices.Count, value));
                    }

                    break;
                case "hostMemoryBytes":
                    host = Bytes(field.Value, "rig.hostMemoryBytes", value);
                    break;
                case "name":
                    break;
                default:
                    value.Fail($"has no such field or not such a value: {field.Name}", "a rig has devices (a list) and hostMemoryBytes");
                    break;
            }
        }

        if (host is null)
        {
            value.Fail("says nothing of main memory", "give hostMemoryBytes");
        }

        return new DescribedRig(new Rig
        {
            Name = json.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "described rig",
            Devices = devices.ToImmutable(),
            Host = new Host { Memory = host ?? new ByteSize(1) },
        });
    }

    private static Device ReadDevice(JsonElement json, int index, FieldReader value)
    {
        string where = $"rig.devices[{index}]";
        if (json.ValueKind != JsonValueKind.Object)
        {
            value.Fail($"{where} is not an object", "give name, backend and memoryBytes");
            return new Device { Name = $"gpu{index}", Backend = Backend.Cpu, Memory = new ByteSize(1) };
        }

        Backend? backend = Text(json, "backend") is string word ? Backends.Find(word) : null;
        if (backend is null or Backend.Cpu)
        {
            value.Fail($"{where}.backend is missing or unknown", "write cuda, vulkan, metal, rocm or sycl");
        }

        ByteSize? memory = json.TryGetProperty("memoryBytes", out JsonElement m) ? Bytes(m, $"{where}.memoryBytes", value) : null;
        if (memory is null)
        {
            value.Fail($"{where}.memoryBytes is missing", "give the device's memory in bytes");
        }

        return new Device
        {
            Name = Text(json, "name") ?? $"gpu{index}",
            Model = Text(json, "model"),
            Backend = backend ?? Backend.Cuda,
            Memory = memory ?? new ByteSize(1),
            Bandwidth = Number(json, "bandwidthBytesPerSecond") is double rate ? new Bandwidth(rate) : null,
            ComputeCapability = Capability(json),
            Multiprocessors = (int?)Number(json, "multiprocessors"),
        };
    }

    /// <summary>"8.9" or 8.9 as 89.</summary>
    private static int? Capability(JsonElement json)
    {
        string? text = Text(json, "computeCapability") ?? Number(json, "computeCapability")?.ToString("0.0", CultureInfo.InvariantCulture);
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) ? (int)(value * 10) : null;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement field) && field.ValueKind == JsonValueKind.String ? field.GetString() : null;

    private static double? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement field) && field.ValueKind == JsonValueKind.Number ? field.GetDouble() : null;

    private static ByteSize? Bytes(JsonElement json, string where, FieldReader value)
    {
        if (json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out long bytes) && bytes > 0)
        {
            return new ByteSize(bytes);
        }

        value.Fail($"{where} is not a size", "give a whole number of bytes above 0");
        return new ByteSize(1);
    }
}

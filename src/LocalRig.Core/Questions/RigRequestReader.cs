using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Words;

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
        Bandwidth? hostBandwidth = null;
        foreach (JsonProperty field in json.EnumerateObject())
        {
            switch (field.Name)
            {
                case "devices" when field.Value.ValueKind == JsonValueKind.Array:
                    if (field.Value.GetArrayLength() > RigLimits.Devices)
                    {
                        value.Fail($"has {field.Value.GetArrayLength():N0} devices", $"a rig has at most {RigLimits.Devices}");
                        break;
                    }

                    foreach (JsonElement item in field.Value.EnumerateArray())
                    {
                        devices.Add(ReadDevice(item, devices.Count, value));
                    }

                    break;
                case "hostMemoryBytes":
                    host = Bytes(field.Value, "rig.hostMemoryBytes", RigLimits.HostMemory, value);
                    break;
                case "hostBandwidthBytesPerSecond":
                    hostBandwidth = BandwidthOf(json, field.Name, "rig", value);
                    break;
                case "name" or "processor" when field.Value.ValueKind == JsonValueKind.String:
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
            Name = Name(json, "name", "rig.name", value) ?? "described rig",
            Devices = devices.ToImmutable(),
            Host = new Host { CatalogId = Known(Text(json, "processor")) is { IsHost: true } processor ? processor.Id : null, Memory = host ?? new ByteSize(1), Bandwidth = hostBandwidth },
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

        ByteSize? memory = json.TryGetProperty("memoryBytes", out JsonElement m) ? Bytes(m, $"{where}.memoryBytes", RigLimits.DeviceMemory, value) : null;
        if (memory is null)
        {
            value.Fail($"{where}.memoryBytes is missing", "give the device's memory in bytes");
        }

        string name = Name(json, "name", $"{where}.name", value) ?? $"gpu{index}";
        Device known = Known(Text(json, "id"))?.AsDevice(name) ?? new Device { Name = name, Backend = Backend.Cuda, Memory = new ByteSize(1) };
        Device device = known with
        {
            Model = Name(json, "model", $"{where}.model", value) ?? known.Model,
            Backend = backend ?? Backend.Cuda,
            Memory = memory ?? new ByteSize(1),
            Usable = json.TryGetProperty("usableBytes", out JsonElement u) ? Bytes(u, $"{where}.usableBytes", RigLimits.DeviceMemory, value) : null,
            Bandwidth = BandwidthOf(json, "bandwidthBytesPerSecond", where, value) ?? known.Bandwidth,
            ComputeCapability = Capability(json, where, value) ?? known.ComputeCapability,
            Multiprocessors = (int?)Number(json, "multiprocessors", where, 1, RigLimits.Multiprocessors, value, whole: true) ?? known.Multiprocessors,
        };

        // A card known by its id has what its driver leaves of it, as when it is named.
        return device.Usable is null && known.CatalogId is not null ? device with { Usable = RigDevices.Usable(device) } : device;
    }

    /// <summary>A device of the catalogue, by its id.</summary>
    private static KnownDevice? Known(string? id) => id is null ? null : DeviceCatalog.Default.Find(id);

    private static Bandwidth? BandwidthOf(JsonElement json, string name, string where, FieldReader value) =>
        Number(json, name, where, RigLimits.LeastBandwidth.BytesPerSecond, RigLimits.MostBandwidth.BytesPerSecond, value) is double rate ? new Bandwidth(rate) : null;

    /// <summary>"8.9" or 8.9 as 89.</summary>
    private static int? Capability(JsonElement json, string where, FieldReader value)
    {
        if (!json.TryGetProperty("computeCapability", out JsonElement field) || field.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        string? text = field.ValueKind == JsonValueKind.String ? field.GetString() : field.ValueKind == JsonValueKind.Number ? field.GetRawText() : null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal capability)
            && capability * 10 is >= RigLimits.LeastCapability and <= RigLimits.MostCapability)
        {
            return (int)(capability * 10);
        }

        value.Fail($"{where}.computeCapability is none", "write it as \"8.9\"");
        return null;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement field) && field.ValueKind == JsonValueKind.String ? field.GetString() : null;

    private static string? Name(JsonElement json, string name, string where, FieldReader value)
    {
        if (Text(json, name) is { Length: > RigLimits.NameLetters } letters)
        {
            value.Fail($"{where} has {letters.Length:N0} letters", $"a name has at most {RigLimits.NameLetters}");
            return null;
        }

        return Text(json, name);
    }

    private static double? Number(JsonElement json, string name, string where, double least, double most, FieldReader value, bool whole = false)
    {
        if (!json.TryGetProperty(name, out JsonElement field) || field.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        // A number too large for a double is infinite.
        if (field.ValueKind == JsonValueKind.Number && field.TryGetDouble(out double number) && number >= least && number <= most && (!whole || number == Math.Floor(number)))
        {
            return number;
        }

        value.Fail($"{where}.{name} is out of range", string.Create(CultureInfo.InvariantCulture, $"write {(whole ? "a whole number" : "a number")} from {least:0.###} to {most:0.###}"));
        return null;
    }

    private static ByteSize? Bytes(JsonElement json, string where, ByteSize most, FieldReader value)
    {
        if (json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out long bytes) && bytes > 0 && bytes <= most.Bytes)
        {
            return new ByteSize(bytes);
        }

        value.Fail($"{where} is not a size", $"give a whole number of bytes from 1 to {most.Bytes}");
        return new ByteSize(1);
    }
}

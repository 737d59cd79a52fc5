using System.Text.Json;
using LocalRig.Catalog;
using LocalRig.Models;
using LocalRig.Units;

namespace LocalRig.Core.Tests.Planning;

/// <summary>One line of tests/data/memory/public-logs.jsonl: what somebody's llama.cpp printed that it allocated, and how it was started.</summary>
internal sealed class PublicLog(JsonElement line)
{
    public static IEnumerable<PublicLog> All =>
        System.IO.File.ReadLines(Path.Combine(House.Repository.Root, "tests/data/memory/public-logs.jsonl")).Select(l => new PublicLog(JsonDocument.Parse(l).RootElement));

    /// <summary>The catalogue's model of the same shape; empty where the log doesn't say enough to plan it.</summary>
    public string PlannedAs => line.TryGetProperty("plannedAs", out JsonElement name) ? name.GetString()! : "";

    public string Quant => line.GetProperty("quant").GetString()!.Split(' ')[0];

    public string Model => line.GetProperty("model").GetString()!;

    public int Context => line.GetProperty("nCtx").GetInt32();

    public int Microbatch => line.GetProperty("nUbatch").GetInt32();

    /// <summary>Slots; a server that isn't told makes four.</summary>
    public int Slots => line.GetProperty("nSeqMax").ValueKind == JsonValueKind.Number ? line.GetProperty("nSeqMax").GetInt32() : 4;

    public bool Unified => line.GetProperty("kvUnified").ValueKind == JsonValueKind.True;

    /// <summary>Layers on devices of all, as the log counts them.</summary>
    public (int OnDevices, int Of) Layers
    {
        get
        {
            string[] parts = line.GetProperty("layersOffloaded").GetString()!.Split('/');
            return (int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Its line in the file.</summary>
    public JsonElement Line => line;

    /// <summary>Its parts beside the plan's.</summary>
    public LoggedParts Parts => new(this, line);

    public bool Speculates => line.GetProperty("speculative").ValueKind == JsonValueKind.String;

    /// <summary>The file's size; null where the log doesn't say, and the catalogue's or the recipe's counts.</summary>
    public ByteSize? File =>
        line.GetProperty("fileBytes").ValueKind == JsonValueKind.Number ? new ByteSize(line.GetProperty("fileBytes").GetInt64())
        : line.GetProperty("fileGiB").ValueKind == JsonValueKind.Number ? ByteSize.FromGibibytes(line.GetProperty("fileGiB").GetDouble()) + Header
        : null;

    /// <summary>llama.cpp prints the bytes of the tensors as the file's size; the header, tokens with their merges, comes on top: 45 bytes a token
    /// (6 to 11 MB in files of these vocabularies).</summary>
    private ByteSize Header => new(45 * (ModelCatalog.Default.Get(PlannedAs).ToModel("Q8_0").Tensors.Find("token_embd.weight")?.Shape.Ne1 ?? 0));

    /// <summary>The build's number; 0 where the log doesn't print it.</summary>
    public int Build =>
        line.GetProperty("build").GetString() is ['b', .. string rest] && int.TryParse(rest.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture, out int build) ? build : 0;

    public override string ToString() => $"{Model} {Quant} {Layers.OnDevices}/{Layers.Of} at {Context} ({line.GetProperty("build").GetString()})";

    /// <summary>MiB of a kind on memories whose name starts so; the draft context of a speculating server left out.</summary>
    public double Mebibytes(string kind, string device) =>
        line.GetProperty("parts").EnumerateArray()
            .Where(p => p.GetProperty("kind").GetString() == kind && p.GetProperty("device").GetString()!.StartsWith(device, StringComparison.Ordinal))
            .Where(p => !(device.Length > 3 && !device.EndsWith("Host", StringComparison.Ordinal) && p.GetProperty("device").GetString()!.EndsWith("_Host", StringComparison.Ordinal)))
            .Where(p => !p.TryGetProperty("note", out JsonElement note) || !note.GetString()!.Contains("mtp ctx", StringComparison.Ordinal))
            .Sum(p => p.GetProperty("mib").GetDouble());

    public Model ToModel(bool withMtp = false) => ModelCatalog.Default.Get(PlannedAs).ToModel(Quant, File, withMtp);
}

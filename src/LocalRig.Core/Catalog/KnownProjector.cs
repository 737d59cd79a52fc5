using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Units;

namespace LocalRig.Catalog;

/// <summary>A vision projector as published beside models (data/models/projectors.json): its weights, and its scratch as the real llama.cpp 0.7.0
/// lays it out.</summary>
public sealed record KnownProjector
{
    /// <summary>Catalogue models it belongs to.</summary>
    public required ImmutableArray<string> Models { get; init; }

    /// <summary>llama.cpp's name of its kind: <c>qwen3vl_merger</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The usual file: <c>mmproj-BF16.gguf</c>.</summary>
    public required string File { get; init; }

    /// <summary>Bytes of its tensors in that file.</summary>
    public required ByteSize Weights { get; init; }

    /// <summary>Side in pixels of the square picture that llama.cpp keeps room for when it loads.</summary>
    public required int Side { get; init; }

    /// <summary>Side in pixels of a patch.</summary>
    public required int Patch { get; init; }

    /// <summary>Bytes of scratch per patch of a picture on CUDA, ROCm, Metal and the processor.</summary>
    public required int ScratchPerPatch { get; init; }

    /// <summary>The same on Vulkan.</summary>
    public required int ScratchPerPatchOnVulkan { get; init; }

    /// <summary>Bytes per patch that stay in main memory: pixels and positions.</summary>
    public required int HostPerPatch { get; init; }

    /// <summary>Pixels of the largest picture it takes; larger ones are scaled down.</summary>
    public required int MostPixels { get; init; }

    /// <summary>Elements of a patch's state, and of its feed-forward; layers, heads, elements of what it gives the model, deep-stack layers.</summary>
    public required ProjectorShape Shape { get; init; }

    /// <summary>Where its shape and figures come from.</summary>
    public required string Source { get; init; }

    /// <summary>All that are known.</summary>
    public static ImmutableArray<KnownProjector> All => Read.Value;

    private static readonly Lazy<ImmutableArray<KnownProjector>> Read = new(static () =>
    {
        using JsonDocument document = JsonDocument.Parse(Tables.CarriedFile.Bytes(ModelCatalog.ProjectorsResource));
        return [.. document.RootElement.GetProperty("projectors").EnumerateArray().Select(Of)];
    });

    /// <summary>Patches of a square picture of so many pixels a side.</summary>
    public int Patches(int side) => side / Patch * (side / Patch);

    private static KnownProjector Of(JsonElement row) =>
        new()
        {
            Models = [.. row.GetProperty("models").EnumerateArray().Select(m => m.GetString()!)],
            Kind = row.GetProperty("kind").GetString()!,
            File = row.GetProperty("file").GetString()!,
            Weights = new ByteSize(row.GetProperty("weightBytes").GetInt64()),
            Side = Integer(row, "side"),
            Patch = Integer(row, "patch"),
            ScratchPerPatch = Integer(row, "scratchPerPatch"),
            ScratchPerPatchOnVulkan = Integer(row, "scratchPerPatchVulkan"),
            HostPerPatch = Integer(row, "hostPerPatch"),
            MostPixels = Integer(row, "mostPixels"),
            Shape = new ProjectorShape(Integer(row, "width"), Integer(row, "feedForward"), Integer(row, "layers"), Integer(row, "heads"), Integer(row, "outputs"), Integer(row, "deepstack")),
            Source = row.GetProperty("source").GetString()!,
        };

    private static int Integer(JsonElement row, string name) => row.GetProperty(name).GetInt32();
}

/// <summary>The shape of a vision encoder.</summary>
/// <param name="Width">Elements of a patch's state.</param>
/// <param name="FeedForward">Elements of its feed-forward.</param>
/// <param name="Layers">Layers.</param>
/// <param name="Heads">Heads of attention.</param>
/// <param name="Outputs">Elements it gives the model per token.</param>
/// <param name="Deepstack">Layers whose states the model gets too (Qwen3-VL).</param>
public sealed record ProjectorShape(int Width, int FeedForward, int Layers, int Heads, int Outputs, int Deepstack);

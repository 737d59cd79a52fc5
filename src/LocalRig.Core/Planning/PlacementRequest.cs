namespace LocalRig.Planning;

/// <summary>Where weights and caches are asked to go; <c>auto</c> leaves the choice to the planner.</summary>
public sealed record PlacementRequest
{
    /// <summary>Layers on devices (-ngl).</summary>
    public LayerChoice GpuLayers { get; init; } = LayerChoice.Auto;

    /// <summary>First layers whose experts stay on the host (-ncmoe). Null follows <see cref="GpuLayers"/>:
    /// chosen when that is chosen, none when that is given, as llama.cpp does.</summary>
    public LayerChoice? CpuMoeLayers { get; init; }

    /// <summary>Everything that is never chosen: split, cache and operation offload, mapping.</summary>
    public Placement Fixed { get; init; } = new();

    /// <summary>Whether the planner chooses how many layers' experts stay on the host; not beside tensors placed by name, as llama.cpp's own fitting doesn't.</summary>
    public bool ChoosesExperts => CpuMoeLayers?.IsAuto ?? (GpuLayers.IsAuto && Fixed.Overrides.IsEmpty);

    /// <summary>The placement with every <c>auto</c> replaced.</summary>
    /// <param name="gpuLayers">Layers on devices, where the planner chooses.</param>
    /// <param name="cpuMoeLayers">Layers whose experts stay on the host, where the planner chooses.</param>
    public Placement Resolve(int gpuLayers, int cpuMoeLayers) =>
        Fixed with
        {
            GpuLayers = GpuLayers.Or(gpuLayers),
            CpuMoeLayers = ChoosesExperts ? cpuMoeLayers : CpuMoeLayers?.Or(0) ?? 0,
        };
}

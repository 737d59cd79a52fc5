using System.Collections.Immutable;
using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Backends;

namespace LocalRig.Engines.LlamaCpp.Scheduling;

/// <summary>What a scheduler works with (ggml-backend.cpp, ggml_backend_sched_new).</summary>
public sealed record SchedulerOptions
{
    /// <summary>Copies of inputs each device keeps when devices run pipelined (GGML_SCHED_MAX_COPIES).</summary>
    public const int PipelineCopies = 4;

    /// <summary>Backends in order of preference, the processor last.</summary>
    public required ImmutableArray<ComputeBackend> Backends { get; init; }

    /// <summary>Per backend, the memory of its results.</summary>
    public required ImmutableArray<BufferType> Buffers { get; init; }

    /// <summary>Where weights and caches are.</summary>
    public required IBufferLookup Stored { get; init; }

    /// <summary>Whether several devices run pipelined.</summary>
    public bool Pipelined { get; init; }

    /// <summary>Whether inputs that no node reads have pipelined copies too (<see cref="LlamaCppProfile.CopiesUnreadInputs"/>).</summary>
    public bool CopiesUnreadInputs { get; init; }

    /// <summary>Whether devices may compute big batches with weights copied from the host.</summary>
    public bool OpOffload { get; init; } = true;
}

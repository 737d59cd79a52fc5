using System.Collections.Immutable;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Runtimes;

/// <summary>A plan to be written for one runtime.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Model">How its model is named.</param>
/// <param name="Runtime">The runtime with the version to write for.</param>
/// <param name="Limits">What that version refuses or ignores.</param>
internal sealed record RuntimeRequest(MemoryPlan Plan, ModelReference Model, RuntimeVersion Runtime, ImmutableArray<RuntimeLimit> Limits)
{
    /// <summary>The architecture's name in GGUF.</summary>
    public string Architecture => Plan.Model.Metadata.Architecture;

    /// <summary>Context of one sequence in tokens.</summary>
    public int ContextPerSlot => Plan.Question.Workload.KvUnified ? Plan.Question.Workload.Context : Plan.Question.Workload.Context / Plan.Question.Workload.Parallel;

    /// <summary>How cards share the model, where the runtime knows that.</summary>
    public Parallelism Parallelism =>
        Plan.Rig.Devices.IsEmpty ? new(1, 1)
        : (Plan.Model.Architecture is { } known ? Parallelism.Widest(known, [Plan.Rig.Devices.Length]) : null) ?? new(1, Plan.Rig.Devices.Length);

    /// <summary>Whether the weights are as released, in 16 bits, so that runtimes of safetensors can take them.</summary>
    public bool IsReleasedWeights => Plan.Model.QuantName is "F16" or "BF16";

    /// <summary>The type released weights compute in, as vLLM and SGLang call it.</summary>
    public string HalfPrecision => Plan.Model.QuantName == "F16" ? "float16" : "bfloat16";

    /// <summary>A limit that applies to the model's architecture, or null.</summary>
    public RuntimeLimit? ArchitectureLimit(LimitSubject subject) => Limits.FirstOrDefault(l => l.Subject == subject && l.Applies.Contains(Architecture));

    /// <summary>A limit whatever it applies to, or null.</summary>
    public RuntimeLimit? Limit(LimitSubject subject) => Limits.FirstOrDefault(l => l.Subject == subject);

    /// <summary>Whether a device is driven by one of some backends.</summary>
    public bool Has(params ReadOnlySpan<Backend> backends)
    {
        foreach (Device device in Plan.Rig.Devices)
        {
            if (backends.Contains(device.Backend))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The answer with commands.</summary>
    public RuntimeCommand Answer(IEnumerable<string> lines, IEnumerable<string> notes) => Empty() with { Lines = [.. lines], Notes = [.. notes] };

    /// <summary>The answer that there are none.</summary>
    public RuntimeCommand Cannot(string sentence) => Empty() with { Cannot = sentence };

    private RuntimeCommand Empty() =>
        new() { Runtime = Runtime.Runtime, Title = Runtime.Title, Version = Runtime.Version.Length > 0 ? Runtime.Version : Plan.Engine, Source = Runtime.By.Source };
}

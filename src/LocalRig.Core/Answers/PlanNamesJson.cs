using LocalRig.Planning;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>What a plan is of, by name alone.</summary>
internal static class PlanNamesJson
{
    /// <summary>Model, quantization and rig.</summary>
    public static ObjectShape<MemoryPlan> Shape { get; } = new ObjectShape<MemoryPlan>()
        .Text("model", "The model's name.", p => p.Model.Id)
        .Text("quantization", "How its weights are stored, such as Q4_K_M; may be empty.", p => p.Model.QuantName)
        .Text("rig", "The machine.", p => p.Rig.Name)
        .MachineNotes(p => p.Rig.Notes);
}

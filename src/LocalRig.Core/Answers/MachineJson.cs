using LocalRig.Rigs;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>What a machine is, and how each part of it was found.</summary>
public static class MachineJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<MachineReport> Shape { get; } = new ObjectShape<MachineReport>()
        .Part("rig", "The machine.", r => r.Rig, RigJson.Shape)
        .List("findings", "What was found, and what was looked for and not found.", r => r.Findings, new ObjectShape<Finding>()
            .Text("what", "What it is about.", f => f.What)
            .Text("found", "What was found, in words.", f => f.Found)
            .Text("how", "Where it was read.", f => f.How));
}

using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>A model for many users or over several machines.</summary>
public static class ServeJson
{
    /// <summary>The shape.</summary>
    public static ChoiceShape<ServeAnswer> Shape { get; } = new ChoiceShape<ServeAnswer>()
        .Case(a => a as Served, new ObjectShape<Served>("serving")
            .Include(a => a.Plan, ServingJson.Shape)
            .PartIfAny("keep", "The file to keep; missing where none was asked for.", a => a.Kept, KeptFileJson.Shape))
        .Case(a => (a as ServedOverRpc)?.Plan, RpcJson.Shape);
}

using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>A model for many users or over several machines.</summary>
public static class ServeJson
{
    /// <summary>The shape.</summary>
    public static ChoiceShape<ServeAnswer> Shape { get; } = new ChoiceShape<ServeAnswer>()
        .Case(a => (a as Served)?.Plan, ServingJson.Shape)
        .Case(a => (a as ServedOverRpc)?.Plan, RpcJson.Shape);
}

using LocalRig.Runtimes.Keeping;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>A file to keep.</summary>
internal static class KeptFileJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<KeptFile> Shape { get; } = new ObjectShape<KeptFile>()
        .Text("name", "What to call it.", f => f.Name)
        .Text("text", "What is in it; empty where the plan can't be kept so.", f => f.Text)
        .Texts("steps", "What to type to put it to work, in order.", f => f.Steps)
        .Texts("notes", "What to know, a sentence each.", f => f.Notes)
        .Text("source", "Where the form is documented.", f => f.Source);
}

using LocalRig.Runtimes;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>How to run a plan: scripts by runtime, as in every plan, and everything about them.</summary>
public static class CommandsJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<CommandsAnswer> Shape { get; } = new ObjectShape<CommandsAnswer>()
        .Include(a => a.Plan, PlanNamesJson.Shape)
        .Include(a => a.Commands, ScriptsJson.Shape)
        .List("runtimes", "One per runtime, whether it can run the plan or not.", a => a.Commands, new ObjectShape<RuntimeCommand>()
            .Text("runtime", "The runtime.", c => c.Runtime)
            .Text("version", "The version the command is for.", c => c.Version)
            .Text("source", "Where its options are documented.", c => c.Source)
            .Flag("runs", "Whether it can run the plan.", c => c.Cannot.Length == 0)
            .Text("cannot", "Why it can't; empty where it can.", c => c.Cannot)
            .Texts("lines", "Command lines, in order.", c => c.Lines)
            .Map("environment", "Environment variables to set, by name.", "string", (json, command) =>
            {
                foreach (RuntimeVariable variable in command.Environment)
                {
                    json.WriteString(variable.Name, variable.Value);
                }
            })
            .Map("files", "Texts of files to write first, by name.", "string", (json, command) =>
            {
                foreach (RuntimeFile file in command.Files)
                {
                    json.WriteString(file.Name, file.Text);
                }
            })
            .Texts("notes", "What the runtime does otherwise than planned, a sentence each.", c => c.Notes));
}

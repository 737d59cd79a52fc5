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
        .PartIfAny("keep", "The file to keep; missing where none was asked for.", a => a.Kept, KeptFileJson.Shape)
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
            .PartIfAny("download", "What the first start downloads; missing where that is nothing or isn't known.", c => c.Download, new ObjectShape<RuntimeDownload>()
                .Text("repository", "The repository on the Hub.", d => d.Repository)
                .Bytes("bytes", "Its size.", d => d.Size)
                .Flag("published", "Whether the size is the published one; else it is the plan's weights.", d => d.Published)
                .Bytes("diskBytes", "Room it takes on the disk, with what the command makes of it.", d => d.Disk)
                .Text("source", "Where the repository stands.", d => d.Source))
            .Texts("notes", "What the runtime does otherwise than planned, a sentence each.", c => c.Notes));
}

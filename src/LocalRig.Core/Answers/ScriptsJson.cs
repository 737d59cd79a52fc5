using LocalRig.Runtimes;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>How to start a plan, by runtime.</summary>
internal static class ScriptsJson
{
    /// <summary>A script per runtime that can run it.</summary>
    public static ObjectShape<IEnumerable<RuntimeCommand>> Shape { get; } = new ObjectShape<IEnumerable<RuntimeCommand>>()
        .Map("commands", "How to start it, by runtime: a command or a short script; runtimes that can't run it are missing.", "string", (json, commands) =>
        {
            foreach (RuntimeCommand command in commands)
            {
                if (command.Cannot.Length == 0)
                {
                    json.WriteString(command.Runtime, command.Script);
                }
            }
        });
}

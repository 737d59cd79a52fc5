using LocalRig.Contract;
using LocalRig.Runtimes.Keeping;

namespace LocalRig.Cli.Rendering;

/// <summary>A file to keep as a terminal shows it.</summary>
internal static class KeptFileText
{
    /// <summary>A file to keep, as it is to be written: what to know and to type stands in it as comments, which all forms take.</summary>
    public static void Print(Terminal terminal, KeptFile kept)
    {
        foreach (string line in kept.Notes.Concat(kept.Text.Length > 0 ? kept.Steps.Prepend($"Write this to {kept.Name}, then:") : []))
        {
            terminal.Output.WriteLine("# " + VisibleText.Of(line));
        }

        foreach (string line in kept.Text.TrimEnd('\n').Split('\n'))
        {
            terminal.Output.WriteLine(VisibleText.Of(line));
        }
    }
}

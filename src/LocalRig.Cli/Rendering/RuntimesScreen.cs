using LocalRig.Proof.Runtimes;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>What runs models on this machine.</summary>
internal static class RuntimesScreen
{
    /// <summary>The screen.</summary>
    public static IRenderable Of(FoundRuntimes found)
    {
        List<IRenderable> rows = [];
        foreach (FoundRuntime runtime in found.Runtimes)
        {
            rows.Add(new Markup($"[bold]{Markup.Escape(runtime.Name)} {Markup.Escape(runtime.Version)}[/] {Markup.Escape(runtime.Found)}"));
            rows.AddRange(runtime.Can.Select(c => Quantities.Indented("can " + c)));
            rows.AddRange(runtime.Traps.Select(t => Quantities.Indented(t, "yellow")));
        }

        if (found.Absent.Length > 0)
        {
            rows.Add(new Text($"Not found: {string.Join(", ", found.Absent)}."));
        }

        return new Rows(rows);
    }
}

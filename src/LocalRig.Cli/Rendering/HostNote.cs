using LocalRig.Rigs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>What a screen says of the machine it answers for.</summary>
internal static class HostNote
{
    /// <summary>One line where main memory was assumed, because the rig's words gave none; none where it was given or found.</summary>
    public static IEnumerable<IRenderable> Of(Rig rig) => Words(rig) is { Length: > 0 } words ? [new Markup($"[grey]{Markup.Escape(words)}[/]")] : [];

    /// <summary>The same as text; empty where it was given or found.</summary>
    public static string Words(Rig rig) => rig.Host.Assumed ? $"Main memory: {rig.Host.Memory} assumed; give yours: --rig \"... + 32GB\"" : "";

    /// <summary>Below an answer, whatever its screen, what couldn't be found out of this machine.</summary>
    public static void Say(IReadOnlyCollection<string> notes, Terminal terminal)
    {
        if (notes.Count > 0)
        {
            terminal.Draw(new Rows([Text.Empty, .. notes.Select(static n => new Markup($"[yellow]{Markup.Escape(n)}[/]"))]));
        }
    }
}

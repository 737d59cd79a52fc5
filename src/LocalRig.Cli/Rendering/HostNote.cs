using LocalRig.Rigs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>What a screen says of the machine it answers for: main memory that was assumed because the rig's words gave none, and cards of this
/// machine that are left out because they couldn't be asked.</summary>
internal static class HostNote
{
    /// <summary>A line for each; none where everything was given or found.</summary>
    public static IEnumerable<IRenderable> Of(Rig rig) =>
    [
        .. rig.Host.Assumed ? [new Markup($"[grey]Main memory: {rig.Host.Memory} assumed; give yours: --rig \"... + 32GB\"[/]")] : Array.Empty<IRenderable>(),
        .. rig.Notes.Select(static n => new Markup($"[yellow]{Markup.Escape(n)}[/]")),
    ];
}

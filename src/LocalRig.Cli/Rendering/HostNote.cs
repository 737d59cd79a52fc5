using LocalRig.Rigs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>What a screen says where main memory was assumed, because the rig's words gave none.</summary>
internal static class HostNote
{
    /// <summary>One line, or none where main memory was given or found.</summary>
    public static IEnumerable<IRenderable> Of(Rig rig) => rig.Host.Assumed
        ? [new Markup($"[grey]Main memory: {rig.Host.Memory} assumed; give yours: --rig \"... + 32GB\"[/]")]
        : [];
}

using System.ComponentModel;
using System.Diagnostics;

namespace LocalRig.Cli;

/// <summary>The browser of who sits before the machine.</summary>
internal static class DesktopBrowser
{
    /// <summary>Whether somebody sits there: at a terminal, with a desktop.</summary>
    public static bool IsThere =>
        !Console.IsOutputRedirected
        && (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() || IsSet("DISPLAY") || IsSet("WAYLAND_DISPLAY"));

    /// <summary>Opens an address; where that fails, who reads it can do it.</summary>
    public static void Open(Uri address)
    {
        ProcessStartInfo start = OperatingSystem.IsWindows() ? new(address.AbsoluteUri) { UseShellExecute = true }
            : new(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address.AbsoluteUri]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process? _ = Process.Start(start);
        }
        catch (Exception none) when (none is Win32Exception or IOException or InvalidOperationException)
        {
            // The address stands on the screen.
        }
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}

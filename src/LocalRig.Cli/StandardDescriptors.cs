using System.Runtime.InteropServices;

namespace LocalRig.Cli;

/// <summary>Standard input, output and error of a process that was started without them. Whatever it opens first would take their place, and
/// it would read from, or write to, a pipe of its own.</summary>
internal static partial class StandardDescriptors
{
    private const int GetFlags = 1; // F_GETFD
    private const int ReadOnly = 0; // O_RDONLY: what is written finds no place, as on a closed descriptor

    /// <summary>Opens the null device where one is closed.</summary>
    public static void Fill()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        for (int descriptor = 0; descriptor <= 2; descriptor++)
        {
            if (Control(descriptor, GetFlags) < 0)
            {
                _ = Open("/dev/null", ReadOnly); // takes the lowest free number: this one
            }
        }
    }

    /// <summary>Whether there is no standard input: it was closed, and the runtime's source of randomness, the first file it opens, has its number.</summary>
    public static bool InputIsMissing() =>
        OperatingSystem.IsLinux() && new FileInfo("/proc/self/fd/0").LinkTarget == "/dev/urandom";

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}

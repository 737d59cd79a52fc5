using System.Globalization;

namespace LocalRig.Local.Probes;

/// <summary>What nvidia-smi said when it last answered, kept for the day in a file of the user's cache folder.</summary>
/// <param name="folder">The folder.</param>
/// <param name="time">The clock.</param>
public sealed class LastLook(string folder, TimeProvider time) : ILastLook
{
    private const string Name = "nvidia-smi.txt";
    private const char Separator = '\f'; // no tool prints it

    /// <summary>LocalRig's folder among the user's caches: <c>XDG_CACHE_HOME</c> or <c>~/.cache</c> (XDG Base Directory Specification), on Windows <c>%LOCALAPPDATA%</c>.</summary>
    public static string UsualFolder =>
        Path.Combine(
            OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "localrig");

    /// <inheritdoc/>
    NvidiaAnswer? ILastLook.Today()
    {
        try
        {
            string[] parts = File.ReadAllText(Path.Combine(folder, Name)).Split(Separator);
            return parts is [var seen, var tool, var fields, var printed, var listing]
                && DateTimeOffset.TryParseExact(seen, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset at)
                && TimeZoneInfo.ConvertTime(at, time.LocalTimeZone) is var local && local.Date == time.GetLocalNow().Date && at <= time.GetUtcNow()
                ? new NvidiaAnswer(ToolState.Answered, "", tool, [.. fields.Split(',')], printed, listing) { SeenAt = local }
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    void ILastLook.Keep(NvidiaAnswer answer)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string text = string.Join(Separator, time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), answer.Tool, string.Join(',', answer.Fields), answer.Printed, answer.Listing);
            // Written beside and moved into place: a reader never finds half of it.
            string fresh = Path.Combine(folder, $"{Name}.{Environment.ProcessId}");
            File.WriteAllText(fresh, text);
            File.Move(fresh, Path.Combine(folder, Name), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            // A machine without a folder to keep it in is told what it is all the same.
        }
    }
}

using System.Globalization;
using LocalRig.Proof.Runtimes;

namespace LocalRig.Proof.Benching;

/// <summary>NVIDIA's cards while something runs on them: power, temperature and whether they slow down because of heat, as nvidia-smi tells it
/// (nvidia-smi --help-query-gpu).</summary>
internal sealed class CardWatch : IAsyncDisposable
{
    private const string Query = "--query-gpu=power.draw,temperature.gpu,clocks_event_reasons.hw_thermal_slowdown,clocks_event_reasons.sw_thermal_slowdown";

    private readonly ToolProcess _process;

    private CardWatch(ToolProcess process) => _process = process;

    /// <summary>Begins to watch; null where there is no nvidia-smi.</summary>
    public static CardWatch? Start()
    {
        string? tool = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(f => Path.Combine(f, OperatingSystem.IsWindows() ? "nvidia-smi.exe" : "nvidia-smi")).FirstOrDefault(File.Exists);
        return tool is null ? null : new CardWatch(ToolProcess.Start(tool, [Query, "--format=csv,noheader,nounits", "-lms", "500"]));
    }

    /// <summary>What was seen, in words for a record's conditions.</summary>
    public IEnumerable<string> Seen() => Told(_process.Output);

    /// <summary>The same of lines as nvidia-smi writes them.</summary>
    internal static IEnumerable<string> Told(IEnumerable<string> lines)
    {
        const int Columns = 4;
        string[][] rows = [.. lines.Select(l => l.Split(',', StringSplitOptions.TrimEntries)).Where(r => r.Length == Columns)];
        double[] watts = [.. rows.Select(r => Number(r[0])).OfType<double>()];
        double[] degrees = [.. rows.Select(r => Number(r[1])).OfType<double>()];
        if (watts.Length > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"a card took {watts.Average():0} W");
        }

        if (degrees.Length > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{degrees.Max():0} °C at most");
        }

        if (rows.Any(r => r[2] == "Active" || r[3] == "Active"))
        {
            yield return "a card slowed down because of heat";
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number : null;
}

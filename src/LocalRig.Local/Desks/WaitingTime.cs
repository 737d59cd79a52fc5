using LocalRig.Local.Sources;

namespace LocalRig.Local.Desks;

/// <summary>Tells how long a model far away has been waited for, from the second on in which somebody would wonder.</summary>
internal sealed class WaitingTime : IDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Action<string> _tell;
    private readonly Timer _timer;
    private int _seconds = (int)First.TotalSeconds;
    private bool _told;

    /// <summary>Begins to wait.</summary>
    /// <param name="location">What for.</param>
    /// <param name="longest">How long at most.</param>
    /// <param name="tell">Told a sentence each second, and an empty text at the end.</param>
    public WaitingTime(string location, TimeSpan longest, Action<string> tell)
    {
        _tell = tell;
        string what = HttpTrouble.Show(location);
        _timer = new Timer(_ =>
        {
            _told = true;
            tell($"Reading the header of {what}: {_seconds++} s, at most {longest.TotalSeconds:0}.");
        }, null, First, Every);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        if (_told)
        {
            _tell("");
        }
    }
}

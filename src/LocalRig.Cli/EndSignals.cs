using System.Runtime.InteropServices;

namespace LocalRig.Cli;

/// <summary>Ends the process at once when it is told to, whatever it waits for: exit code 128 and the signal's number, as shells have it. A server is told first, and
/// ended by the second signal.</summary>
internal sealed class EndSignals : IDisposable
{
    private const int Killed = 128;
    private Action? _instead;
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Listens from now on.</summary>
    public EndSignals()
    {
        Register(PosixSignal.SIGINT, 2);
        Register(PosixSignal.SIGTERM, 15);
        Register(PosixSignal.SIGHUP, 1);
    }

    /// <summary>Lets the first signal do something else.</summary>
    public IDisposable Instead(Action stop)
    {
        _instead = stop;
        return new Ending(this);
    }

    /// <inheritdoc/>
    public void Dispose() => _registrations.ForEach(r => r.Dispose());

    private void Register(PosixSignal signal, int number) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (Interlocked.Exchange(ref _instead, null) is Action stop)
            {
                stop();
                return;
            }

            Environment.Exit(Killed + number);
        }));

    private sealed class Ending(EndSignals signals) : IDisposable
    {
        public void Dispose() => signals._instead = null;
    }
}

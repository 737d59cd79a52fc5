using LocalRig.Models;

namespace LocalRig.Questions;

/// <summary>Models already opened, up to so many bytes: the ones longest not asked for go first. Files that changed or appeared are read
/// anew, failures are never kept, and several askers of one model wait for one reading. Safe to use from many threads.</summary>
/// <param name="mostBytes">Bytes to keep at most, as estimated.</param>
/// <param name="time">What time it is.</param>
internal sealed class RememberedModels(long mostBytes, TimeProvider time)
{
    // What can't tell its changes (a server's file) is believed for so long.
    private static readonly TimeSpan Trusted = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _latestFirst = new();
    private long _bytes;
    private long _reread;

    /// <summary>How much is kept, and how often a file was read anew because it had changed.</summary>
    public DeskMemory State
    {
        get
        {
            lock (_lock)
            {
                return new DeskMemory(_entries.Count, _bytes, mostBytes, _reread);
            }
        }
    }

    /// <summary>The model, opened if need be.</summary>
    /// <param name="key">What makes it the same model.</param>
    /// <param name="stamp">What changes when its files do; null where that can't be told.</param>
    /// <param name="open">Opens it.</param>
    /// <param name="cancellation">Stops waiting; the reading itself stops when nobody waits any more.</param>
    public async Task<Model> GetAsync(Key key, string? stamp, Func<CancellationToken, Task<Model>> open, CancellationToken cancellation)
    {
        (Entry entry, bool mine) = Enter(key, stamp);
        if (mine)
        {
            // Begun here, outside the lock: what is at hand is read without another thread.
            _ = entry.OpenAsync(open);
        }

        try
        {
            Model model = await entry.Opening.WaitAsync(cancellation).ConfigureAwait(false);
            Keep(entry, model);
            return model;
        }
        catch
        {
            Leave(entry);
            throw;
        }
    }

    private (Entry Entry, bool Mine) Enter(Key key, string? stamp)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out LinkedListNode<Entry>? node))
            {
                if (IsCurrent(node.Value, stamp))
                {
                    _latestFirst.Remove(node);
                    _latestFirst.AddFirst(node);
                    node.Value.Waiting++;
                    return (node.Value, false);
                }

                _reread++;
                Remove(node);
            }

            Entry entry = new(key, stamp, time.GetUtcNow());
            _entries[key] = _latestFirst.AddFirst(entry);
            return (entry, true);
        }
    }

    private void Keep(Entry entry, Model model)
    {
        lock (_lock)
        {
            entry.Waiting--;
            if (entry.Bytes == 0 && _entries.TryGetValue(entry.Key, out LinkedListNode<Entry>? node) && node.Value == entry)
            {
                entry.Bytes = ModelFootprint.Of(model);
                _bytes += entry.Bytes;
            }

            while (_bytes > mostBytes && _latestFirst.Last is { } oldest && oldest.Value.Bytes > 0)
            {
                Remove(oldest);
            }
        }
    }

    /// <summary>An asker that got nothing: a failure is forgotten, and a reading nobody waits for is stopped.</summary>
    private void Leave(Entry entry)
    {
        lock (_lock)
        {
            entry.Waiting--;
            if (entry.Opening.IsCompletedSuccessfully || (!entry.Opening.IsCompleted && entry.Waiting > 0))
            {
                return;
            }

            entry.Abandoned.Cancel();
            if (_entries.TryGetValue(entry.Key, out LinkedListNode<Entry>? node) && node.Value == entry)
            {
                Remove(node);
            }
        }
    }

    private bool IsCurrent(Entry entry, string? stamp) =>
        entry.Stamp == stamp && (stamp is not null || entry.Key.InCatalog || time.GetUtcNow() - entry.Since < Trusted);

    private void Remove(LinkedListNode<Entry> node)
    {
        _entries.Remove(node.Value.Key);
        _latestFirst.Remove(node);
        _bytes -= node.Value.Bytes;
    }

    /// <summary>What makes a model the same.</summary>
    /// <param name="Model">As named.</param>
    /// <param name="Quant">The recipe asked for, or null.</param>
    /// <param name="FileBytes">The real file's size, where given.</param>
    /// <param name="Mtp">Whether its prediction layers are loaded.</param>
    /// <param name="InCatalog">Whether it comes from the catalogue, which doesn't change.</param>
    public readonly record struct Key(string Model, string? Quant, long? FileBytes, bool Mtp, bool InCatalog);

    private sealed class Entry(Key key, string? stamp, DateTimeOffset since)
    {
        private readonly TaskCompletionSource<Model> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Key Key { get; } = key;

        public string? Stamp { get; } = stamp;

        public DateTimeOffset Since { get; } = since;

        public CancellationTokenSource Abandoned { get; } = new();

        public Task<Model> Opening => _opened.Task;

        public long Bytes { get; set; }

        public int Waiting { get; set; } = 1;

        /// <summary>Opens the model for all who wait.</summary>
        public async Task OpenAsync(Func<CancellationToken, Task<Model>> open)
        {
            try
            {
                _opened.SetResult(await open(Abandoned.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException)
            {
                _opened.SetCanceled(Abandoned.Token);
            }
#pragma warning disable CA1031 // whatever went wrong, those who wait are told
            catch (Exception failed)
#pragma warning restore CA1031
            {
                _opened.SetException(failed);
            }
        }
    }
}

/// <summary>What a desk remembers of models.</summary>
/// <param name="Models">How many.</param>
/// <param name="Bytes">Bytes they take, as estimated.</param>
/// <param name="MostBytes">Bytes they may take.</param>
/// <param name="Reread">How often one was read anew because its files had changed, or had been believed long enough.</param>
public readonly record struct DeskMemory(int Models, long Bytes, long MostBytes, long Reread);

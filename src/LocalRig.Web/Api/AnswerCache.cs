using System.Collections.Concurrent;

namespace LocalRig.Web.Api;

/// <summary>Answers already worked out, up to so many bytes. Two generations: what is asked for moves to the young one; when that is full, the old one is
/// forgotten. Safe to use from many threads.</summary>
/// <param name="mostBytes">Bytes to keep at most.</param>
internal sealed class AnswerCache(long mostBytes)
{
    private const int PerAnswer = 500; // its key, its place in the table, its headers, roughly
    private const int Coded = 2; // an answer and its codings: they take a fifth of it each, and less than it all together

    private readonly Lock _lock = new();
    private Generation _young = new();
    private Generation _old = new();

    /// <summary>Answers kept.</summary>
    public int Count => _young.Answers.Count + _old.Answers.Count;

    /// <summary>Bytes they take, as estimated.</summary>
    public long Bytes => Interlocked.Read(ref _young.Bytes) + Interlocked.Read(ref _old.Bytes);

    /// <summary>An answer, or null.</summary>
    public Body? Find(string key)
    {
        if (_young.Answers.TryGetValue(key, out Body? body))
        {
            return body;
        }

        if (_old.Answers.TryGetValue(key, out body))
        {
            Keep(key, body);
        }

        return body;
    }

    /// <summary>Keeps an answer.</summary>
    public void Keep(string key, Body body)
    {
        long bytes = (long)body.Length * Coded + PerAnswer;
        if (bytes > mostBytes / 2)
        {
            return;
        }

        Generation young = _young;
        if (young.Answers.TryAdd(key, body) && Interlocked.Add(ref young.Bytes, bytes) > mostBytes / 2)
        {
            lock (_lock)
            {
                if (_young == young)
                {
                    (_old, _young) = (young, new Generation());
                }
            }
        }
    }

    private sealed class Generation
    {
        public readonly ConcurrentDictionary<string, Body> Answers = new(StringComparer.Ordinal);
        public long Bytes;
    }
}

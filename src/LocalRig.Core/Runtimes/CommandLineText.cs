namespace LocalRig.Runtimes;

/// <summary>A command line in the making, word by word, quoted for a POSIX shell.</summary>
internal sealed class CommandLineText(params IEnumerable<string> words)
{
    private readonly List<string> _words = [.. words];

    /// <summary>Adds words as they are.</summary>
    public CommandLineText Add(params ReadOnlySpan<string> words)
    {
        _words.AddRange(words);
        return this;
    }

    /// <summary>Adds words where a condition holds.</summary>
    public CommandLineText AddIf(bool when, params ReadOnlySpan<string> words) => when ? Add(words) : this;

    /// <summary>A word as a shell takes it whole.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or ':' or ',' or '=')
            ? word
            : $"'{word.Replace("'", "'\\''")}'";

    /// <summary>The words as a program gets them, without a shell's quotes.</summary>
    public IEnumerable<string> Words => _words.Select(static w => w is ['\'', .. var inside, '\''] ? inside.Replace("'\\''", "'", StringComparison.Ordinal) : w);

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', _words);
}

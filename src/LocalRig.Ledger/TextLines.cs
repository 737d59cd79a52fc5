namespace LocalRig.Ledger;

/// <summary>A text's lines without a string for each: of a million of them, those would be a gigabyte for the collector.</summary>
/// <param name="text">The text.</param>
internal sealed class TextLines(TextReader text)
{
    private char[] _read = new char[1 << 16];
    private int _from;
    private int _to;

    /// <summary>The next line without its end (a line feed, a carriage return or both, as <see cref="TextReader.ReadLine"/> has it), until the one after it is asked for.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Next(out ReadOnlyMemory<char> line)
    {
        int looked = 0;
        while (true)
        {
            int end = _read.AsSpan(_from + looked, _to - _from - looked).IndexOfAny('\n', '\r');
            if (end >= 0 && (_read[_from + looked + end] == '\n' || _from + looked + end + 1 < _to || !Fill()))
            {
                end += _from + looked;
                line = _read.AsMemory(_from, end - _from);
                _from = end + (_read[end] == '\r' && end + 1 < _to && _read[end + 1] == '\n' ? 2 : 1);
                return true;
            }

            looked = end >= 0 ? looked + end : _to - _from;
            if (end < 0 && !Fill())
            {
                line = _read.AsMemory(_from, _to - _from);
                _from = _to;
                return line.Length > 0;
            }
        }
    }

    /// <summary>Reads on; what isn't used yet moves to the beginning.</summary>
    /// <returns>Whether there was anything.</returns>
    private bool Fill()
    {
        if (_from == 0 && _to == _read.Length)
        {
            Array.Resize(ref _read, _read.Length * 2);
        }
        else if (_from > 0)
        {
            _read.AsSpan(_from, _to - _from).CopyTo(_read);
            (_from, _to) = (0, _to - _from);
        }

        int read = text.Read(_read.AsSpan(_to));
        _to += read;
        return read > 0;
    }
}

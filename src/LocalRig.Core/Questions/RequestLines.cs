using System.Text;

namespace LocalRig.Questions;

/// <summary>Reads lines of bounded length: what never ends a line (a device, a file that is no text) takes no more memory than one request may.</summary>
/// <param name="input">Where they come from.</param>
/// <param name="most">Characters a line may have.</param>
internal sealed class RequestLines(TextReader input, int most)
{
    private const int AtOnce = 16 << 10;

    private readonly char[] _buffer = new char[AtOnce];
    private readonly StringBuilder _line = new();
    private int _at;
    private int _filled;
    private bool _afterReturn;

    /// <summary>The next line without its end; null after the last.</summary>
    /// <exception cref="LineTooLongException">It has more characters than a line may.</exception>
    public async ValueTask<string?> NextAsync(CancellationToken cancellation)
    {
        _line.Clear();
        while (true)
        {
            if (_at == _filled)
            {
                (_at, _filled) = (0, await input.ReadAsync(_buffer.AsMemory(), cancellation).ConfigureAwait(false));
                if (_filled == 0)
                {
                    return _line.Length > 0 ? _line.ToString() : null;
                }
            }

            if (_afterReturn && _buffer[_at] == '\n')
            {
                _at++;
                _afterReturn = false;
                continue;
            }

            _afterReturn = false;
            int end = _buffer.AsSpan(_at, _filled - _at).IndexOfAny('\n', '\r');
            int taken = end < 0 ? _filled - _at : end;
            if (_line.Length + taken > most)
            {
                throw new LineTooLongException();
            }

            _line.Append(_buffer, _at, taken);
            _at += taken;
            if (end >= 0)
            {
                _afterReturn = _buffer[_at++] == '\r';
                return _line.ToString();
            }
        }
    }
}

/// <summary>A line has more characters than are read.</summary>
internal sealed class LineTooLongException : Exception;

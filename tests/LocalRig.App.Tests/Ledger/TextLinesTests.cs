using LocalRig.Ledger;
using Xunit;

namespace LocalRig.App.Tests.Ledger;

/// <summary>Lines without strings are the lines that .NET's own reader finds.</summary>
public sealed class TextLinesTests
{
    private const string Characters = "ab \n\r\u00e4\U0001F600";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_same_lines_as_the_readers_of_the_runtime_whatever_ends_them_and_however_little_comes_at_once(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 200; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(300)).Select(_ => random.Next(40) == 0 ? new string('x', random.Next(100_000)) : Characters[random.Next(Characters.Length)].ToString()));
            List<string> expected = [];
            using (StringReader known = new(text))
            {
                while (known.ReadLine() is string line)
                {
                    expected.Add(line);
                }
            }

            List<string> found = [];
            TextLines lines = new(new Trickle(text, random));
            while (lines.Next(out ReadOnlyMemory<char> line))
            {
                found.Add(line.ToString());
            }

            Assert.Equal(expected, found);
        }
    }

    /// <summary>A text that comes a few characters at a time, as from a pipe.</summary>
    private sealed class Trickle(string text, Random random) : TextReader
    {
        private int _at;

        public override int Read(Span<char> buffer)
        {
            int count = Math.Min(Math.Min(buffer.Length, text.Length - _at), random.Next(3) == 0 ? 1 : random.Next(1, 20_000));
            text.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }
    }
}

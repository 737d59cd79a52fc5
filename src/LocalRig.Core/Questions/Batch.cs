using System.Threading.Channels;
using LocalRig.Answers;
using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>Answers one request per line, several at a time, and writes the answers in the order of the lines as soon as they are known.
/// A line may name its question; a line that can't be answered gets an error and ends nothing.</summary>
public static class Batch
{
    private const int LinesAheadPerCore = 16;

    /// <summary>Answers all lines.</summary>
    /// <param name="desk">Where they are asked.</param>
    /// <param name="input">The lines.</param>
    /// <param name="output">Where answers go.</param>
    /// <param name="question">The question of lines that name none.</param>
    /// <param name="given">Fields that hold for lines that say nothing else.</param>
    /// <param name="limits">What each line, and the batch, may take; null for the desk's own.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RequestException">A field given is wrong for the question.</exception>
    public static async Task RunAsync(
        Desk desk, TextReader input, TextWriter output, string question, IReadOnlyList<GivenField> given, Limits? limits = null, CancellationToken cancellation = default)
    {
        Limits each = limits ?? desk.Limits;
        Channel<Task<string>> answers = Channel.CreateBounded<Task<string>>(
            new BoundedChannelOptions(Environment.ProcessorCount * LinesAheadPerCore) { SingleReader = true, SingleWriter = true });
        Task reading = Task.Run(() => ReadAsync(input, answers.Writer, each, line => JsonAnswer.OfAsync(desk, line, question, given, each, cancellation), cancellation), cancellation);
        while (await answers.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            while (answers.Reader.TryRead(out Task<string>? next))
            {
                if (!next.IsCompleted)
                {
                    await output.FlushAsync(cancellation).ConfigureAwait(false);
                }

                await output.WriteAsync(await next.ConfigureAwait(false)).ConfigureAwait(false);
                await output.WriteAsync('\n').ConfigureAwait(false);
            }

            await output.FlushAsync(cancellation).ConfigureAwait(false);
        }

        await reading.ConfigureAwait(false);
    }

    private static async Task ReadAsync(TextReader input, ChannelWriter<Task<string>> answers, Limits limits, Func<string, Task<string>> answer, CancellationToken cancellation)
    {
        try
        {
            long lines = 0;
            RequestLines reader = new(input, limits.Characters);
            while (await reader.NextAsync(cancellation).ConfigureAwait(false) is string line)
            {
                if (line.AsSpan().Trim().Length == 0)
                {
                    continue;
                }

                if (++lines > limits.Lines)
                {
                    await EndAsync($"A batch may have {limits.Lines:N0} lines here; the rest isn't read.", "Send the rest as another batch.").ConfigureAwait(false);
                    return;
                }

                await answers.WriteAsync(Task.Run(() => answer(line), cancellation), cancellation).ConfigureAwait(false);
            }
        }
        catch (LineTooLongException)
        {
            await EndAsync($"A line has more than the {limits.Characters:N0} characters a request may have; it and the rest aren't read.", "Write one JSON object per line.").ConfigureAwait(false);
        }
        finally
        {
            answers.Complete();
        }

        ValueTask EndAsync(string message, string hint) =>
            answers.WriteAsync(Task.FromResult(ProblemJson.Shape.Text(new Problem(ErrorCode.Limit, message, hint, "batch"))), cancellation);
    }
}

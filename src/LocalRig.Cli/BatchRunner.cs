using System.Threading.Channels;

namespace LocalRig.Cli;

/// <summary>Answers one request per line, several at a time, and prints the answers in the order of the lines as soon as they are known.</summary>
internal static class BatchRunner
{
    private const int LinesAheadPerCore = 16;

    public static async Task RunAsync(TextReader input, TextWriter output, Func<string, Task<string>> answer, CancellationToken cancellation)
    {
        Channel<Task<string>> answers = Channel.CreateBounded<Task<string>>(
            new BoundedChannelOptions(Environment.ProcessorCount * LinesAheadPerCore) { SingleReader = true, SingleWriter = true });
        Task reading = Task.Run(() => ReadAsync(input, answers.Writer, answer, cancellation), cancellation);
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

    private static async Task ReadAsync(
        TextReader input, ChannelWriter<Task<string>> answers, Func<string, Task<string>> answer, CancellationToken cancellation)
    {
        try
        {
            while (await input.ReadLineAsync(cancellation).ConfigureAwait(false) is string line)
            {
                if (line.AsSpan().Trim().Length > 0)
                {
                    await answers.WriteAsync(Task.Run(() => answer(line), cancellation), cancellation).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            answers.Complete();
        }
    }
}

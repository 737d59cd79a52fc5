using System.Runtime.InteropServices;

namespace LocalRig.Cli;

/// <summary>One of the process's output streams, written to as the system offers it. The runtime's own console stream keeps silent when
/// the reader has gone away, and a batch would go on answering nobody.</summary>
/// <param name="descriptor">1 for standard output, 2 for standard error.</param>
internal sealed partial class ProcessOutput(int descriptor) : Stream
{
    private const int Interrupted = 4; // EINTR
    private const int TryAgain = 11; // EAGAIN on Linux
    private const int TryAgainOnMac = 35; // EAGAIN on macOS
    private const int BrokenPipe = 32; // EPIPE
    private const short Writable = 4; // POLLOUT

    /// <summary>The stream for a descriptor: this one where the system has write(2), the runtime's elsewhere.</summary>
    public static Stream Open(int descriptor) =>
        OperatingSystem.IsWindows() ? (descriptor == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError()) : new ProcessOutput(descriptor);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint written = Write(descriptor, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            int error = Marshal.GetLastPInvokeError();
            switch (error)
            {
                case Interrupted:
                    break;
                case TryAgain or TryAgainOnMac:
                    Wait(descriptor);
                    break;
                case BrokenPipe:
                    throw new ReaderGoneException();
                default:
                    throw new OutputException(Marshal.GetPInvokeErrorMessage(error));
            }
        }
    }

    private static void Wait(int descriptor)
    {
        PollEntry entry = new() { Descriptor = descriptor, Events = Writable };
        _ = Poll(ref entry, 1, -1);
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ref readonly byte bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollEntry entry, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}

/// <summary>Output that can't be written: a full disk, a closed descriptor.</summary>
/// <param name="reason">The system's words.</param>
internal sealed class OutputException(string reason) : IOException(reason);

/// <summary>Who read the output has gone away.</summary>
internal sealed class ReaderGoneException() : IOException("Nobody reads the output any more.");

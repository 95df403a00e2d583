using PedOS.Agents.Posix.Native;
using PedOS.Agents.Processes;

namespace PedOS.Agents.Posix.Streams;

/// <summary>
/// A standard descriptor of any kind. While it has no room its writer waits, but not the thread that sockets complete
/// on: nothing would be sent meanwhile, and perhaps room is made only by what is sent.
/// </summary>
internal sealed class BlockingSink(int descriptor) : IByteSink
{
    /// <summary>PIPE_BUF: a pipe with room has room for so many bytes.</summary>
    public const int SurePiece = 4096;

    private volatile bool _completed;

    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (buffer.Length > SurePiece || !Libc.IsReady(descriptor, Libc.POLLOUT))
        {
            // From here on it is a thread of the pool.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        return Write(buffer.Span);
    }

    public void Complete()
    {
        if (!_completed)
        {
            _completed = true;
            PutNullDevice();
        }
    }

    public void Dispose()
    {
        // Standard descriptors are closed by the end of the process.
    }

    // The reader sees the end, and the number stays taken: nothing else can become our standard output.
    private void PutNullDevice()
    {
        int nothing = Libc.open("/dev/null", Libc.O_RDWR | Libc.O_CLOEXEC, 0);
        _ = Libc.dup2(nothing, descriptor);
        _ = Libc.close(nothing);
    }

    private unsafe bool Write(ReadOnlySpan<byte> rest)
    {
        while (!_completed && rest.Length > 0)
        {
            nint written;
            fixed (byte* bytes = rest)
            {
                written = Libc.write(descriptor, bytes, rest.Length);
            }

            if (written > 0)
            {
                rest = rest[(int)written..];
            }
            else if (!Libc.IsTemporary(descriptor, Libc.POLLOUT))
            {
                return false;
            }
        }

        return !_completed;
    }
}

using PedOS.Agents.Posix.Native;
using PedOS.Agents.Processes;

namespace PedOS.Agents.Posix.Streams;

/// <summary>A standard descriptor of any kind, written in place: while it has no room its writer waits.</summary>
internal sealed unsafe class BlockingSink(int descriptor) : IByteSink
{
    private volatile bool _completed;

    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Write(buffer.Span));

    public void Complete()
    {
        if (!_completed)
        {
            _completed = true;
            DescriptorCopies.Replace(descriptor);
        }
    }

    public void Dispose()
    {
        // Standard descriptors are closed by the end of the process.
    }

    private bool Write(ReadOnlySpan<byte> rest)
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

using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Async;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Pipes;

/// <summary>
/// One end of a byte pipe, used asynchronously through the thread pool's completion port. At most one read and one
/// write may be under way; the two may overlap. Owns the handle.
/// </summary>
internal sealed class OverlappedPipe : IDisposable
{
    private readonly SafePipeHandle _handle;
    private readonly ThreadPoolBoundHandle _port;
    private readonly PipeOperation _read;
    private readonly PipeOperation _write;

    /// <summary>Takes over a handle that was opened with FILE_FLAG_OVERLAPPED.</summary>
    public OverlappedPipe(SafePipeHandle handle)
    {
        _handle = handle;
        _port = ThreadPoolBoundHandle.BindHandle(handle);
        bool endsAtOnce = Kernel32.SetFileCompletionNotificationModes(
            handle, Kernel32.FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | Kernel32.FILE_SKIP_SET_EVENT_ON_HANDLE);
        _read = new PipeOperation(handle, _port, endsAtOnce);
        _write = new PipeOperation(handle, _port, endsAtOnce);
    }

    /// <summary>The handle, for questions about the pipe; it stays ours.</summary>
    public SafePipeHandle Handle => _handle;

    /// <summary>Server end: waits until a client is there.</summary>
    /// <returns>False when one came and has already gone.</returns>
    /// <exception cref="IOException">The pipe is of no use.</exception>
    public async ValueTask<bool> ConnectAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ValueTask<PipeResult> pending = _read.ConnectAsync();
        using CancellationTokenRegistration registration = CancelWith(_read, cancellationToken);
        PipeResult result = await pending;
        switch (result.Error)
        {
            case Win32Error.ERROR_SUCCESS or Win32Error.ERROR_PIPE_CONNECTED:
                return true;
            case Win32Error.ERROR_NO_DATA:
                return false;
            default:
                cancellationToken.ThrowIfCancellationRequested();
                throw Win32Error.Exception("waiting for a client of a named pipe failed", result.Error);
        }
    }

    /// <summary>Server end, while nothing is under way: sends the client away; the next one can connect.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public void Disconnect()
    {
        if (!Kernel32.DisconnectNamedPipe(_handle))
        {
            throw Win32Error.Last("disconnecting a client of a named pipe failed");
        }
    }

    /// <summary>Reads what is there; an empty buffer waits for data and takes none.</summary>
    /// <returns>Bytes read; 0 with a non-empty buffer when the other end is closed, or this one was disposed.</returns>
    /// <exception cref="IOException">The system refused for another reason.</exception>
    [AsyncMethodBuilder(typeof(ReusingMethodBuilderOf<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PipeResult result;
            try
            {
                ValueTask<PipeResult> pending = _read.ReadAsync(buffer);
                using CancellationTokenRegistration registration = CancelWith(_read, cancellationToken);
                result = await pending;
            }
            catch (ObjectDisposedException)
            {
                // Disposed by somebody who does not want the rest.
                return 0;
            }

            // A writer may write nothing, which arrives as nothing and is not the end.
            if (result.Error == Win32Error.ERROR_SUCCESS && (result.Bytes > 0 || buffer.IsEmpty))
            {
                return result.Bytes;
            }

            if (result.Error != Win32Error.ERROR_SUCCESS)
            {
                return IsEnd(result.Error, cancellationToken)
                    ? 0
                    : throw Win32Error.Exception("reading from a pipe failed", result.Error);
            }
        }
    }

    /// <summary>Writes everything, waiting for room.</summary>
    /// <returns>False when the other end is closed, or this one was disposed.</returns>
    /// <exception cref="IOException">The system refused for another reason.</exception>
    [AsyncMethodBuilder(typeof(ReusingMethodBuilderOf<>))]
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        // An empty write would reach the reader as an empty read, which many take for the end.
        while (!buffer.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PipeResult result;
            try
            {
                ValueTask<PipeResult> pending = _write.WriteAsync(buffer);
                using CancellationTokenRegistration registration = CancelWith(_write, cancellationToken);
                result = await pending;
            }
            catch (ObjectDisposedException)
            {
                // Disposed by somebody who has said all.
                return false;
            }

            if (result.Error != Win32Error.ERROR_SUCCESS)
            {
                return IsEnd(result.Error, cancellationToken)
                    ? false
                    : throw Win32Error.Exception("writing to a pipe failed", result.Error);
            }

            buffer = buffer[result.Bytes..];
        }

        return true;
    }

    /// <summary>
    /// Closes this end from any thread; what is under way ends. What was written can still be read by the other end.
    /// </summary>
    public void Dispose()
    {
        // The handle closes when the last cancelled operation has let go of it.
        _read.Dispose();
        _write.Dispose();
        _handle.Dispose();
        _port.Dispose();
    }

    private static CancellationTokenRegistration CancelWith(PipeOperation operation, CancellationToken token) =>
        token.UnsafeRegister(static state => ((PipeOperation)state!).Cancel(), operation);

    private static bool IsEnd(int error, CancellationToken cancellationToken)
    {
        if (error == Win32Error.ERROR_OPERATION_ABORTED)
        {
            // Without a cancelled token it was Dispose.
            cancellationToken.ThrowIfCancellationRequested();
            return true;
        }

        return error is Win32Error.ERROR_BROKEN_PIPE or Win32Error.ERROR_NO_DATA or Win32Error.ERROR_PIPE_NOT_CONNECTED;
    }
}

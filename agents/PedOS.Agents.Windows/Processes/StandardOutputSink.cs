using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Processes;

/// <summary>
/// Standard output of this process, written in place: while it has no room its writer waits. Completing it closes the
/// handle of a pipe, which its reader would otherwise not see end before this process does.
/// </summary>
public sealed unsafe class StandardOutputSink : IByteSink
{
    private readonly SafeFileHandle _handle;
    private readonly bool _closes;
    private readonly bool _discards;

    private StandardOutputSink(nint handle)
    {
        // A program may be started without standard output: nobody wants to read it then, which is no reader's leaving.
        _discards = handle is 0 or -1;

        // Who starts a program may give one handle to two of its streams; the other one is still needed then. Nobody
        // waits for the end of a console or a file.
        _closes = Kernel32.GetFileType(handle) == Kernel32.FILE_TYPE_PIPE
            && handle != Kernel32.GetStdHandle(Kernel32.STD_ERROR_HANDLE)
            && handle != Kernel32.GetStdHandle(Kernel32.STD_INPUT_HANDLE);
        _handle = new SafeFileHandle(handle, _closes);
    }

    /// <summary>Takes standard output over: nothing else may write there once this is completed.</summary>
    public static StandardOutputSink Open() => new(Kernel32.GetStdHandle(Kernel32.STD_OUTPUT_HANDLE));

    /// <inheritdoc/>
    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_discards || Write(buffer.Span));

    /// <inheritdoc/>
    public void Complete()
    {
        if (_closes)
        {
            // The number of a closed handle may be given to another one.
            _ = Kernel32.SetStdHandle(Kernel32.STD_OUTPUT_HANDLE, 0);
        }

        // A write under way keeps the handle open until it returns.
        _handle.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => Complete();

    private bool Write(ReadOnlySpan<byte> rest)
    {
        try
        {
            while (rest.Length > 0)
            {
                fixed (byte* bytes = rest)
                {
                    if (!Kernel32.WriteFile(_handle, bytes, rest.Length, out int written, 0) || written == 0)
                    {
                        return false;
                    }

                    rest = rest[written..];
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // Completed meanwhile.
        }

        return !_handle.IsClosed;
    }
}

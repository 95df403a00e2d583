using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Processes;

namespace PedOS.Agents.Posix.Streams;

/// <summary>
/// The standard streams of a process on Linux. Whether one is a terminal is asked of the system: Console would keep a
/// copy of it open.
/// </summary>
public sealed class PosixStandardStreams : IStandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;

    /// <inheritdoc/>
    public bool IsOutputTerminal => Libc.isatty(Output) == 1;

    /// <inheritdoc/>
    public bool IsErrorTerminal => Libc.isatty(Error) == 1;

    /// <inheritdoc/>
    public IByteSource OpenInput() =>
        new ThreadedSource(buffer => BlockingRead.From(Input, buffer), () => Libc.IsReady(Input, Libc.POLLIN));

    /// <inheritdoc/>
    public IByteSink OpenOutput() => new BlockingSink(Output);

    /// <inheritdoc/>
    public IByteSink OpenError() => new BlockingSink(Error);

    /// <inheritdoc/>
    /// <exception cref="Win32Exception">There is no standard input.</exception>
    public SocketStream? TryOpenInputSocket()
    {
        int descriptor = Libc.dup(Input);
        if (descriptor < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        Socket socket = new(new SafeSocketHandle(descriptor, ownsHandle: true));
        try
        {
            // Fails on anything but a socket.
            if (socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Type) is (int)SocketType.Stream)
            {
                return new SocketStream(socket);
            }
        }
        catch (SocketException)
        {
            // Not a socket.
        }

        socket.Dispose();
        return null;
    }
}

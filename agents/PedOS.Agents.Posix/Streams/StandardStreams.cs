using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Processes;

namespace PedOS.Agents.Posix.Streams;

/// <summary>The standard streams of this process.</summary>
public static class StandardStreams
{
    /// <summary>Standard input, whatever it is.</summary>
    public static IByteSource OpenInput() => new ThreadedSource(buffer => BlockingRead.From(0, buffer));

    /// <summary>Standard output, whatever it is.</summary>
    public static IByteSink OpenOutput() => new BlockingSink(1);

    /// <summary>Standard error, whatever it is.</summary>
    public static IByteSink OpenError() => new BlockingSink(2);

    /// <summary>Whether a descriptor is a terminal.</summary>
    public static bool IsTerminal(int descriptor) => Libc.isatty(descriptor) == 1;

    /// <summary>Standard input as a socket, for both directions.</summary>
    /// <returns>Null when it is not a stream socket.</returns>
    /// <exception cref="Win32Exception">There is no standard input.</exception>
    public static SocketStream? TryOpenInputSocket()
    {
        int descriptor = Libc.dup(0);
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

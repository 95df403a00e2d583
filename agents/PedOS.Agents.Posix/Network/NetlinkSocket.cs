using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using PedOS.Agents.Network;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Network;

/// <summary>Questions to the kernel about its network, and orders; each is answered before it returns.</summary>
internal sealed unsafe class NetlinkSocket : IDisposable
{
    // The kernel sends at most 32 KiB at a time.
    private const int BufferSize = 65536;

    // The kernel answers within the call; this only keeps a broken one from holding us for ever.
    private const int AnswerSeconds = 5;

    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly int _descriptor;
    private uint _sequence;

    /// <summary>Opens it.</summary>
    /// <exception cref="NetworkPortException">The kernel refuses.</exception>
    public NetlinkSocket()
    {
        _descriptor = Open();
        nint* timeout = stackalloc nint[2] { AnswerSeconds, 0 };
        _ = Libc.setsockopt(
            _descriptor, Rtnetlink.SOL_SOCKET, Rtnetlink.SO_RCVTIMEO, timeout, (uint)(2 * sizeof(nint)));
    }

    /// <summary>Opens a socket that is not yet bound.</summary>
    /// <exception cref="NetworkPortException">The kernel refuses.</exception>
    public static int Open()
    {
        int descriptor = Libc.socket(Rtnetlink.AF_NETLINK, Rtnetlink.SOCK_RAW | Libc.SOCK_CLOEXEC, 0);
        return descriptor >= 0 ? descriptor : throw Failed("the kernel's network cannot be reached");
    }

    /// <summary>An exception for the last error of the C library.</summary>
    public static NetworkPortException Failed(string what) =>
        new($"{what}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    /// <summary>Asks for all of a kind.</summary>
    /// <exception cref="NetworkPortException">The kernel refuses.</exception>
    public List<NetlinkMessage> List(NetlinkMessage question, string what)
    {
        List<NetlinkMessage> found = [];
        Send(question, Rtnetlink.NLM_F_DUMP, what);
        while (true)
        {
            int error = Receive(what, found, out bool done);
            if (error != 0)
            {
                throw new NetworkPortException($"{what}: {new Win32Exception(error).Message}");
            }

            if (done)
            {
                return found;
            }
        }
    }

    /// <summary>Gives an order.</summary>
    /// <returns>0, or the kernel's error number.</returns>
    /// <exception cref="NetworkPortException">The kernel does not answer.</exception>
    public int Order(NetlinkMessage order, ushort flags, string what)
    {
        Send(order, (ushort)(flags | Rtnetlink.NLM_F_ACK), what);
        while (true)
        {
            int error = Receive(what, [], out bool done);
            if (error != 0 || done)
            {
                return error;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Libc.close(_descriptor);

    private void Send(NetlinkMessage message, ushort flags, string what)
    {
        byte[] bytes = message.ToBytes((ushort)(flags | Rtnetlink.NLM_F_REQUEST), ++_sequence);
        fixed (byte* start = bytes)
        {
            while (Libc.write(_descriptor, start, bytes.Length) < 0)
            {
                if (!Libc.WasInterrupted())
                {
                    throw Failed(what);
                }
            }
        }
    }

    // Answers to earlier questions, which nobody waited for, are passed over.
    private int Receive(string what, List<NetlinkMessage> found, out bool done)
    {
        nint length;
        fixed (byte* start = _buffer)
        {
            while ((length = Libc.read(_descriptor, start, BufferSize)) < 0)
            {
                if (!Libc.WasInterrupted())
                {
                    throw Failed(what);
                }
            }
        }

        done = false;
        ReadOnlySpan<byte> rest = _buffer.AsSpan(0, (int)length);
        while (rest.Length >= Rtnetlink.HeaderSize)
        {
            int size = BinaryPrimitives.ReadInt32LittleEndian(rest);
            ushort type = BinaryPrimitives.ReadUInt16LittleEndian(rest[4..]);
            if (size < Rtnetlink.HeaderSize || size > rest.Length)
            {
                throw new NetworkPortException($"{what}: the kernel's answer is cut");
            }

            ReadOnlySpan<byte> payload = rest[Rtnetlink.HeaderSize..size];
            if (BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]) == _sequence)
            {
                if (type is Rtnetlink.NLMSG_ERROR or Rtnetlink.NLMSG_DONE)
                {
                    done = true;
                    return payload.Length >= sizeof(int) ? -BinaryPrimitives.ReadInt32LittleEndian(payload) : 0;
                }

                if (NetlinkMessage.TryRead(type, payload) is { } message)
                {
                    found.Add(message);
                }
            }

            rest = rest[Math.Min(NetlinkMessage.Align(size), rest.Length)..];
        }

        return 0;
    }
}

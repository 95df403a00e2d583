using System.Net.Sockets;
using PedOS.TestKit.Database;

namespace PedOS.Bench.Scenarios;

/// <summary>A client of the configuration database that costs little: one thread, blocking calls.</summary>
internal sealed class DatabaseCaller : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly byte[] _buffer = new byte[65536];
    private int _start;
    private int _end;

    /// <summary>Connects.</summary>
    public DatabaseCaller(string path) => _socket.Connect(new UnixDomainSocketEndPoint(path));

    /// <summary>Asks and waits for the one answer.</summary>
    /// <exception cref="MeasureException">It is of another type.</exception>
    public void Ask(byte[] request, byte expected)
    {
        _ = _socket.Send(request);
        Expect(expected);
    }

    /// <summary>Asks and waits for all answers.</summary>
    /// <returns>How many, without the one that ends them.</returns>
    public int AskAll(byte[] request)
    {
        _ = _socket.Send(request);
        int count = 0;
        while (Receive(out _))
        {
            count++;
        }

        return count;
    }

    /// <summary>Waits for one message.</summary>
    /// <exception cref="MeasureException">It is of another type.</exception>
    public void Expect(byte expected)
    {
        _ = Receive(out byte type);
        if (type != expected)
        {
            throw new MeasureException($"the database answered {type} instead of {expected}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    // False when the message has no path.
    private bool Receive(out byte type)
    {
        Need(WireMessage.HeaderSize);
        int size = WireMessage.HeaderSize + WireMessage.DataLength(_buffer.AsSpan(_start));
        Need(size);
        type = _buffer[_start];
        bool hasPath = _buffer[_start + 1] != 0;
        _start += size;
        return hasPath;
    }

    private void Need(int count)
    {
        if (_buffer.Length - _start < count || _start == _end)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < count)
        {
            int read = _socket.Receive(_buffer.AsSpan(_end));
            _end += read > 0 ? read : throw new MeasureException("the database closed the connection");
        }
    }
}

using System.Net.Sockets;
using System.Text;

namespace PedOS.Agents.Posix.Hosting;

/// <summary>Tells the service manager that started us, through NOTIFY_SOCKET, that we are ready; once.</summary>
internal sealed class ReadyNotice
{
    private const string Variable = "NOTIFY_SOCKET";

    private string? _path;

    private ReadyNotice(string? path) => _path = path;

    /// <summary>Takes the socket out of the environment, so that no program of a call inherits it.</summary>
    public static ReadyNotice Take()
    {
        string? path = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, null);
        return new ReadyNotice(path);
    }

    /// <summary>Sends <c>READY=1</c>, the first time it is called.</summary>
    public void Send()
    {
        if (Interlocked.Exchange(ref _path, null) is not { Length: > 0 } path)
        {
            return;
        }

        using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            // A leading @ stands for the abstract name space.
            string name = path[0] == '@' ? '\0' + path[1..] : path;
            _ = socket.SendTo(Encoding.ASCII.GetBytes("READY=1"), new UnixDomainSocketEndPoint(name));
        }
        catch (SocketException)
        {
            // Nobody listens: being ready is not diminished by that.
        }
    }
}

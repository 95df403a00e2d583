using System.Net.Sockets;
using PedOS.Agents.Processes;
using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Wrapper;

namespace PedOS.Agents.Qrexec;

/// <summary>
/// A service that listens on a socket, seen as if it were a program: no diagnostics, no exit code but 0.
/// </summary>
public sealed class SocketService : ILaunchedProcess
{
    private readonly SocketStream _stream;

    private SocketService(SocketStream stream) => _stream = stream;

    /// <inheritdoc/>
    public int Id => 0;

    /// <inheritdoc/>
    public IByteSink Input => _stream;

    /// <inheritdoc/>
    public IByteSource Output => _stream;

    /// <inheritdoc/>
    public IByteSource? Error => null;

    /// <inheritdoc/>
    public Task<int> Exited { get; } = Task.FromResult(0);

    /// <summary>Connects to the service and sends its greeting.</summary>
    /// <exception cref="LaunchException">It cannot be reached; code 125.</exception>
    public static async Task<SocketService> ConnectAsync(SocketPlan plan, CancellationToken cancellationToken)
    {
        System.Net.EndPoint endpoint = SocketEndpoint.Parse(plan);
        SocketStream stream;
        try
        {
            stream = new SocketStream(await OpenAsync(plan, endpoint, cancellationToken));
        }
        catch (SocketException e)
        {
            throw new LaunchException(
                QrexecAbi.QREXEC_EXIT_PROBLEM, $"the service at {plan.Endpoint} cannot be reached: {e.Message}", e);
        }

        if (plan.Greeting.Length > 0)
        {
            // A service that hangs up on its greeting is noticed like one that hangs up later.
            byte[] greeting = System.Text.Encoding.UTF8.GetBytes(plan.Greeting);
            _ = await stream.WriteAsync(greeting, cancellationToken);
        }

        return new SocketService(stream);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    // Already the socket fails when no descriptor is left.
    private static async Task<Socket> OpenAsync(
        SocketPlan plan, System.Net.EndPoint endpoint, CancellationToken cancellationToken)
    {
        Socket socket = plan.IsTcp
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

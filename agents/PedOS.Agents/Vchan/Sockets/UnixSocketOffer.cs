using System.Net.Sockets;

namespace PedOS.Agents.Vchan.Sockets;

/// <summary>A listening Unix socket that takes one peer.</summary>
internal sealed class UnixSocketOffer(Socket listener) : ISocketOffer
{
    public async ValueTask<Socket> AcceptAsync(CancellationToken cancellationToken)
    {
        Socket peer = await listener.AcceptAsync(cancellationToken);
        Dispose();
        return peer;
    }

    // Socket.Dispose and its finalizer would unlink the path, which may already belong to a successor: only the
    // descriptor is closed.
    public void Dispose()
    {
        listener.SafeHandle.Dispose();
#pragma warning disable CA1816 // It is the listener's finalizer that must not run.
        GC.SuppressFinalize(listener);
#pragma warning restore CA1816
    }
}

namespace PedOS.Agents.Vchan.Sockets;

/// <summary>
/// No place to meet. Windows has no directory that is there in every machine and that only the system may fill: in one
/// that any user can make, any user could be dom0.
/// </summary>
public sealed class NoRendezvous : SocketRendezvous
{
    /// <summary>Creates it.</summary>
    public NoRendezvous()
        : base(string.Empty)
    {
    }

    /// <inheritdoc/>
    public override ISocketOffer Listen(string name) => throw Missing(name);

    /// <inheritdoc/>
    public override ValueTask<ConnectAttempt> TryConnectAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromException<ConnectAttempt>(Missing(name));

    private static VchanException Missing(string name) => new(
        $"there is no vchan here for {name}: Xen's is not supported yet, and {SocketVchanTransport.DirectoryVariable}, "
        + "for tests only, names no directory");
}

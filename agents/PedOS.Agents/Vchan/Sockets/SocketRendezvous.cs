namespace PedOS.Agents.Vchan.Sockets;

/// <summary>
/// How the two ends of a socket vchan find each other through files in one directory. Whoever may write to the
/// directory may be a peer: this flavour is for development and tests, where the directory's permissions take the
/// hypervisor's place.
/// </summary>
public abstract class SocketRendezvous
{
    /// <summary>Creates the rendezvous.</summary>
    /// <param name="directory">Directory of the files; it must exist.</param>
    protected SocketRendezvous(string directory) => Directory = directory;

    /// <summary>Directory of the files.</summary>
    public string Directory { get; }

    /// <summary>Starts listening under a name.</summary>
    /// <param name="name">The socket's file name, as <c>VchanSocketName</c> makes it.</param>
    /// <exception cref="VchanException">The place cannot be used.</exception>
    public abstract ISocketOffer Listen(string name);

    /// <summary>Tries once to connect under a name.</summary>
    /// <exception cref="VchanException">It fails for another reason than nobody being there.</exception>
    public abstract ValueTask<ConnectAttempt> TryConnectAsync(string name, CancellationToken cancellationToken);
}

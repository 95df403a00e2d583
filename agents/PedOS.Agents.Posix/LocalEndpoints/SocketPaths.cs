namespace PedOS.Agents.Posix.LocalEndpoints;

/// <summary>Where sockets are on Linux unless somebody says otherwise; as with the original.</summary>
public static class SocketPaths
{
    /// <summary>Where programs ask the agent for services in other machines.</summary>
    public const string Agent = "/var/run/qubes/qrexec-agent";

    /// <summary>The configuration database.</summary>
    public const string Database = "/var/run/qubes/qubesdb.sock";

    /// <summary>The same, where nobody may write.</summary>
    public const string ReadOnlyDatabase = "/var/run/qubes/qubesdb.ro.sock";

    /// <summary>Directory of the vchans of the socket flavour.</summary>
    public const string Vchans = "/var/run/vchan";
}

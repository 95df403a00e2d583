namespace PedOS.Agents.Posix.LocalEndpoints;

/// <summary>Paths of the local endpoints on Linux; those of the original.</summary>
public static class SocketPaths
{
    /// <summary>Where programs ask the agent for services in other machines.</summary>
    public const string Agent = "/var/run/qubes/qrexec-agent";

    /// <summary>The configuration database.</summary>
    public const string Database = "/var/run/qubes/qubesdb.sock";

    /// <summary>The same, where nobody may write.</summary>
    public const string ReadOnlyDatabase = "/var/run/qubes/qubesdb.ro.sock";
}

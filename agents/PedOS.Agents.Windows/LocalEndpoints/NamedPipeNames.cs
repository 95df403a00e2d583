namespace PedOS.Agents.Windows.LocalEndpoints;

/// <summary>Names of the local endpoints on Windows.</summary>
public static class NamedPipeNames
{
    /// <summary>Where programs ask the agent for services in other machines.</summary>
    public const string Agent = @"\\.\pipe\pedos-qrexec-agent";

    /// <summary>The configuration database; the name and the messages are those of the original.</summary>
    public const string Database = @"\\.\pipe\qubesdb.sock";
}

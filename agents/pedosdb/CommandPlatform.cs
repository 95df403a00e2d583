using System.Runtime.Versioning;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Posix.LocalEndpoints;
using PedOS.Agents.Windows.LocalEndpoints;

namespace PedOS.DatabaseCommand;

/// <summary>The parts of the program that depend on the system it runs on.</summary>
/// <param name="DefaultEndpoint">Where the daemon listens when the command line does not say.</param>
/// <param name="Connector">Connects to it.</param>
internal sealed record CommandPlatform(string DefaultEndpoint, ILocalConnector Connector)
{
    /// <summary>The parts for the system this runs on.</summary>
    /// <exception cref="PlatformNotSupportedException">Neither Windows nor Linux.</exception>
    public static CommandPlatform ForThisSystem() =>
        OperatingSystem.IsWindows() ? ForWindows()
        : OperatingSystem.IsLinux() ? ForLinux()
        : throw new PlatformNotSupportedException("the program runs on Windows and Linux");

    [SupportedOSPlatform("windows")]
    private static CommandPlatform ForWindows() => new(NamedPipeNames.Database, new NamedPipeConnector());

    [SupportedOSPlatform("linux")]
    private static CommandPlatform ForLinux() => new("/var/run/qubes/qubesdb.sock", new PosixLocalConnector());
}

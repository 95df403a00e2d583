using PedOS.Agents.Database;
using PedOS.Agents.Logging;
using PedOS.Agents.Network;

namespace PedOS.NetworkSetup;

/// <summary>The parts of the program that depend on the system it runs on.</summary>
internal abstract class NetworkPlatform : IDisposable
{
    /// <summary>Options when the command line has none.</summary>
    public abstract NetworkOptions Defaults { get; }

    /// <summary>Opens the log of the service.</summary>
    public abstract ProgramLog OpenLog();

    /// <summary>Opens the machine's network.</summary>
    /// <exception cref="NetworkPortException">The system refuses.</exception>
    public abstract INetworkPort OpenNetwork(NetworkOptions options);

    /// <summary>Opens the configuration database; it need not be there yet.</summary>
    public abstract IDatabase OpenDatabase(NetworkOptions options);

    /// <summary>Calls each time the machine woke up, or somebody asks for another look.</summary>
    /// <returns>Ends it.</returns>
    public abstract IDisposable OnResume(Action resumed);

    /// <inheritdoc/>
    public abstract void Dispose();
}

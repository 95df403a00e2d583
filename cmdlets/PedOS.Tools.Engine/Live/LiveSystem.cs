using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Live;

/// <summary>What the running Windows can do: start services, take drivers, keep secrets, restart.</summary>
/// <param name="registry">Its registry.</param>
/// <param name="facts">What it is.</param>
/// <param name="files">Its files.</param>
public sealed class LiveSystem(IRegistry registry, MachineFacts facts, IFileTree files) : IRunningSystem
{
    /// <inheritdoc/>
    public IServiceControl Services { get; } = new ServiceControl();

    /// <inheritdoc/>
    public IDriverStore Drivers { get; } = new DriverStore(facts.WindowsDirectory, files);

    /// <inheritdoc/>
    public IBootControl Boot { get; } = new LiveBoot(registry, facts.WindowsDirectory);

    /// <inheritdoc/>
    public ISecretStore Secrets { get; } = new SecretStore();

    /// <inheritdoc/>
    public INetworkRestore Network { get; } = new NetworkRestore();
}

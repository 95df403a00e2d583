using PedOS.Tools.Engine.Machines;

namespace PedOS.TestKit.Setup;

/// <summary>What a <see cref="FakeWindows"/> can do while it runs.</summary>
internal sealed class FakeRunningSystem(FakeWindows machine) : IRunningSystem
{
    public IServiceControl Services { get; } = new FakeServiceControl(machine);

    public IDriverStore Drivers { get; } = new FakeDriverStore(machine);

    public IBootControl Boot { get; } = new FakeBootControl(machine);

    public ISecretStore Secrets { get; } = new FakeSecretStore(machine);

    public INetworkRestore Network { get; } = new FakeNetworkRestore(machine);
}

using PedOS.Agents.Vchan;
using PedOS.TestKit.Vchan;

namespace PedOS.Agents.Tests.Vchan;

public sealed class MemoryVchanEndTests : VchanEndContract
{
    private readonly MemoryVchanNetwork _network = new();

    protected override IVchanTransport TransportOf(uint domain) =>
        _network.Transport(domain);
}

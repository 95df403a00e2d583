using PedOS.Agents.Vchan;
using PedOS.Agents.Vchan.Sockets;

namespace PedOS.Agents.Tests.Vchan;

public sealed class LoopbackVchanTests : VchanContract
{
    private readonly TestDirectory _directory = new();

    protected override IVchanTransport TransportOf(uint domain) =>
        new SocketVchanTransport(domain, new LoopbackRendezvous(_directory.Path), TimeProvider.System);

    protected override void Clean() => _directory.Dispose();
}

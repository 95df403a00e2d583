using PedOS.Agents.Vchan;
using PedOS.Agents.Vchan.Sockets;

namespace PedOS.Agents.Tests.Vchan;

public sealed class UnixSocketVchanEndTests : VchanEndContract
{
    private readonly TestDirectory _directory = new();

    protected override IVchanTransport TransportOf(uint domain) =>
        new SocketVchanTransport(domain, new UnixRendezvous(_directory.Path), TimeProvider.System);

    protected override void Clean() => _directory.Dispose();
}

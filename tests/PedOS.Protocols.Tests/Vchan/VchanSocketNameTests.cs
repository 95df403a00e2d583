using PedOS.Protocols.Vchan;
using Xunit;

namespace PedOS.Protocols.Tests.Vchan;

public sealed class VchanSocketNameTests
{
    [Theory]
    [InlineData(42u, 0u, 512u, "vchan.42.0.512.sock")]
    [InlineData(0u, 4294967295u, 1024u, "vchan.0.4294967295.1024.sock")]
    public void FileName_HoldsServerClientAndPort(uint server, uint client, uint port, string name) =>
        Assert.Equal(name, VchanSocketName.FileName(server, client, port));
}

using PedOS.Agents.Vchan;
using PedOS.Agents.Vchan.Sockets;
using PedOS.Agents.Windows.Hosting;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Vchan;

public sealed class NoRendezvousTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Nothing_IsOfferedOrSought_WhereTheEnvironmentNamesNoDirectory(string? directory)
    {
        string? before = Environment.GetEnvironmentVariable(SocketVchanTransport.DirectoryVariable);
        Environment.SetEnvironmentVariable(SocketVchanTransport.DirectoryVariable, directory);
        try
        {
            using IVchanTransport transport = new WindowsGuest().OpenTransport(TimeProvider.System);

            VchanException listening = Assert.Throws<VchanException>(() => transport.Listen(0, 512, 1024, 1024));
            Assert.Contains(SocketVchanTransport.DirectoryVariable, listening.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<VchanException>(
                () => transport.ConnectAsync(0, 512, TestContext.Current.CancellationToken).AsTask());
        }
        finally
        {
            Environment.SetEnvironmentVariable(SocketVchanTransport.DirectoryVariable, before);
        }
    }
}

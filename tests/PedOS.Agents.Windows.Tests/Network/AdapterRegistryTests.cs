using System.Net;
using System.Net.Sockets;
using PedOS.Agents.Network;
using PedOS.Agents.Windows.Network;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Network;

public sealed class AdapterRegistryTests
{
    private readonly FakeAdapterCalls _windows = new();

    private AdapterRegistry Registry => new("{adapter}", _windows);

    [Theory]
    [InlineData(false, "Tcpip EnableDHCP=0", "notify 2")]
    [InlineData(true, "Tcpip EnableDHCP=1", "notify 1")]
    public void SetDhcp_WritesAndTellsTheClient(bool enabled, params string[] done)
    {
        Registry.SetDhcp(enabled);
        Assert.Equal(done, _windows.Done);
        Assert.Equal(enabled, Registry.HasDhcp);
    }

    [Fact]
    public void SetDhcp_IsDone_WhenTheClientDoesNotRun()
    {
        _windows.IsDhcpClientStopped = true;
        Registry.SetDhcp(enabled: false);
        Assert.False(Registry.HasDhcp);
    }

    [Fact]
    public void SetDhcp_FailsAndSetsBack_WhenAClientThatRunsDoesNotListen()
    {
        _windows.RefusesNotice = true;
        NetworkPortException e = Assert.Throws<NetworkPortException>(() => Registry.SetDhcp(enabled: false));

        Assert.Equal((AddressFamily.InterNetwork, false), (e.Family, e.IsGone));
        Assert.Contains("1722", e.Message, StringComparison.Ordinal);
        Assert.True(Registry.HasDhcp);
    }

    [Fact]
    public void SetDhcp_TellsNobody_WhenTheRegistryRefuses()
    {
        _windows.RefusesWrites = "Tcpip";
        _ = Assert.Throws<NetworkPortException>(() => Registry.SetDhcp(enabled: false));
        Assert.Empty(_windows.Done);
    }

    [Theory]
    [InlineData(false, "10.139.1.1 10.139.1.2", "Tcpip servers 10.139.1.1,10.139.1.2")]
    [InlineData(false, "10.139.1.1 fd09::53", "Tcpip servers 10.139.1.1", "Tcpip6 servers fd09::53")]
    [InlineData(true, "10.139.1.1", "Tcpip NameServer=10.139.1.1", "notify 0")]
    public void SetDns_SetsTheServersOfEachFamily(bool isOld, string servers, params string[] done)
    {
        _windows.IsOld = isOld;
        Registry.SetDns(Servers(servers));
        Assert.Equal(done, _windows.Done);
        Assert.True(Registry.Dns.Satisfies(Servers(servers)));
    }

    [Theory]
    [InlineData("Tcpip6", "10.139.1.1", false)]
    [InlineData("Tcpip6", "10.139.1.1", true)]
    [InlineData("Tcpip", "fd09::53", false)]
    [InlineData("Tcpip", "fd09::53", true)]
    public void SetDns_SkipsAFamilyWithoutServersAndKey(string absent, string servers, bool isOld)
    {
        _windows.IsOld = isOld;
        _ = _windows.Keys.Remove(absent);
        Registry.SetDns(Servers(servers));
        Assert.True(Registry.Dns.Satisfies(Servers(servers)));
    }

    [Fact]
    public void SetDns_IsDone_WhenTheClientDoesNotRun()
    {
        (_windows.IsOld, _windows.IsDhcpClientStopped) = (true, true);
        Registry.SetDns(Servers("10.139.1.1"));
        Assert.True(Registry.Dns.Satisfies(Servers("10.139.1.1")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SetDns_NamesTheFamilyThatCannotHaveServers(bool isOld)
    {
        _windows.IsOld = isOld;
        _ = _windows.Keys.Remove("Tcpip6");
        NetworkPortException e =
            Assert.Throws<NetworkPortException>(() => Registry.SetDns(Servers("10.139.1.1 fd09::53")));

        Assert.Equal(AddressFamily.InterNetworkV6, e.Family);
        Assert.True(Registry.Dns.Satisfies(Servers("10.139.1.1")));
    }

    [Fact]
    public void SetDns_PutsBackExactlyWhatWas()
    {
        _windows.Keys["Tcpip"]["NameServer"] = "192.0.2.1 192.0.2.2";
        DnsState before = Registry.Dns;
        Registry.SetDns(Servers("10.139.1.1 fd09::53"));
        Registry.SetDns(before);
        Assert.Equal(before.Native, Registry.Dns.Native);
        Assert.Equal("192.0.2.1 192.0.2.2", _windows.Keys["Tcpip"]["NameServer"]);
    }

    private static DnsState Servers(string servers) => new([.. servers.Split(' ').Select(IPAddress.Parse)]);
}

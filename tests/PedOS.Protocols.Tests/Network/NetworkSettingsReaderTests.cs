using System.Globalization;
using PedOS.Protocols.Database;
using PedOS.Protocols.Network;
using Xunit;

namespace PedOS.Protocols.Tests.Network;

public sealed class NetworkSettingsReaderTests
{
    private const string Other = "/net-config/00:16:3e:5e:6c:01/";

    [Fact]
    public void TryRead_ReadsWhatDom0Writes()
    {
        AdapterSettings adapter = Assert.Single(Read(Entries.Usual()).Adapters);

        Assert.True(adapter.IsMain);
        Assert.Equal(
            "00:16:3e:5e:6c:00: 10.137.0.5/32 via 10.138.20.1, DNS 10.139.1.1 and 10.139.1.2", adapter.ToString());
        Assert.Null(adapter.Mtu);
    }

    [Fact]
    public void TryRead_ReadsBothFamiliesAndTheMtu()
    {
        Dictionary<string, string> values = Entries.Usual();
        values["/qubes-ip6"] = "FD09:24EF:4179:0:0::a89:5";
        values["/qubes-gateway6"] = "fe80::fcff:ffff:feff:ffff";
        values["/qubes-mtu"] = "1400";

        AdapterSettings adapter = Assert.Single(Read(values).Adapters);

        Assert.Equal(["10.137.0.5/32", "fd09:24ef:4179::a89:5/128"], adapter.Addresses.Select(a => a.ToString()));
        Assert.Equal(["10.138.20.1", "fe80::fcff:ffff:feff:ffff"], adapter.Gateways.Select(g => g.ToString()));
        Assert.Equal(1400, adapter.Mtu);
    }

    [Fact]
    public void TryRead_FindsNoNetwork_WhenThereIsNoAddress()
    {
        Assert.Empty(Read([]).Adapters);
        Assert.Empty(Read(new() { ["/qubes-gateway"] = "nonsense that nobody needs" }).Adapters);
        Assert.Empty(Read(new() { ["/qubes-ip"] = "" }).Adapters);
    }

    [Fact]
    public void TryRead_HasDefaults()
    {
        Dictionary<string, string> values = Entries.Usual();
        Assert.True(values.Remove("/qubes-netmask"));
        Assert.True(values.Remove("/qubes-primary-dns"));

        AdapterSettings adapter = Assert.Single(Read(values).Adapters);

        Assert.Equal(32, adapter.Addresses[0].Length);
        Assert.Equal(["10.138.20.1", "10.139.1.2"], adapter.DnsServers.Select(s => s.ToString()));
    }

    [Fact]
    public void TryRead_TakesAnAdapterOfItsOwn()
    {
        Dictionary<string, string> values = Entries.Usual();
        values[Other + "ip"] = "192.168.7.2";
        values[Other + "netmask"] = "255.255.255.0";
        values[Other + "gateway"] = "192.168.7.1";
        values[Other + "ip6"] = "2001:db8::2";
        values[Other + "netmask6"] = "64";
        values[Other + "mtu"] = "9000";

        AdapterSettings adapter = Read(values).Adapters[1];

        Assert.False(adapter.IsMain);
        Assert.Equal(
            "00:16:3e:5e:6c:01: 192.168.7.2/24 and 2001:db8::2/64 via 192.168.7.1, MTU 9000", adapter.ToString());
    }

    [Fact]
    public void TryRead_ReplacesTheAddressesOfTheMachine_AndKeepsItsServers()
    {
        Dictionary<string, string> values = Entries.Usual();
        values["/net-config/00-16-3E-5E-6C-00/ip"] = "172.16.0.9";

        AdapterSettings adapter = Assert.Single(Read(values).Adapters);

        Assert.True(adapter.IsMain);
        Assert.Equal("00:16:3e:5e:6c:00: 172.16.0.9/32, DNS 10.139.1.1 and 10.139.1.2", adapter.ToString());
    }

    [Fact]
    public void TryRead_LeavesAnAdapterAlone_WhenSomebodyConfiguresItByHand()
    {
        Dictionary<string, string> values = Entries.Usual();
        values[$"/net-config/{Entries.Mac}/custom"] = "True";

        NetworkSettings settings = Read(values);

        Assert.Empty(settings.Adapters);
        Assert.Equal(Entries.Mac, Assert.Single(settings.Manual).ToString());
    }

    [Theory]
    [InlineData("/qubes-mac", "", "/qubes-mac is absent")]
    [InlineData("/qubes-mac", "00:16:3e:5e:6c", "/qubes-mac is not a hardware address (00:16:3e:5e:6c)")]
    [InlineData("/qubes-mac", "01:16:3e:5e:6c:00", "/qubes-mac is not a hardware address")]
    [InlineData("/qubes-mac", "00:16:3e-5e:6c:00", "/qubes-mac is not a hardware address")]
    [InlineData("/qubes-ip", "010.137.0.5", "/qubes-ip is not an address (010.137.0.5)")]
    [InlineData("/qubes-ip", "10.137.5", "/qubes-ip is not an address")]
    [InlineData("/qubes-ip", "0x0a.1.2.3", "/qubes-ip is not an address")]
    [InlineData("/qubes-ip", "167772161", "/qubes-ip is not an address")]
    [InlineData("/qubes-ip", " 10.137.0.5", "/qubes-ip is not an address")]
    [InlineData("/qubes-ip", "10.137.0.5\n", "/qubes-ip is not an address (10.137.0.5_)")]
    [InlineData("/qubes-ip", "10.137.0.5\0", "/qubes-ip is not an address")]
    [InlineData("/qubes-ip", "10.137.0.٥", "/qubes-ip is not an address")]
    [InlineData("/qubes-ip", "10.137.0.256", "/qubes-ip is not an address")]
    [InlineData("/qubes-ip", "127.0.0.1", "/qubes-ip is a loopback address")]
    [InlineData("/qubes-ip", "0.0.0.0", "/qubes-ip is the address of nobody")]
    [InlineData("/qubes-ip", "224.0.0.1", "/qubes-ip is a multicast address")]
    [InlineData("/qubes-ip", "255.255.255.255", "/qubes-ip is a broadcast or reserved address")]
    [InlineData("/qubes-ip", "fd00::1", "/qubes-ip is an address of the other family")]
    [InlineData("/qubes-ip", "Größe; rm -rf /", "/qubes-ip is not an address (Gr____e; rm -rf /)")]
    [InlineData("/qubes-netmask", "255.0.255.0", "/qubes-netmask is not a netmask (255.0.255.0)")]
    [InlineData("/qubes-netmask", "0.0.0.0", "/qubes-netmask is not a netmask")]
    [InlineData("/qubes-netmask", "33", "/qubes-netmask is not a netmask")]
    [InlineData("/qubes-netmask", "024", "/qubes-netmask is not a netmask")]
    [InlineData("/qubes-netmask", "255.255.255.250", "/qubes-netmask is not a netmask")]
    [InlineData("/qubes-gateway", "10.137.0.5", "/qubes-gateway is the machine's own address")]
    [InlineData("/qubes-gateway", "239.1.1.1", "/qubes-gateway is a multicast address")]
    [InlineData("/qubes-gateway", "gateway", "/qubes-gateway is not an address")]
    [InlineData("/qubes-primary-dns", "::1", "/qubes-primary-dns is a loopback address")]
    [InlineData("/qubes-secondary-dns", "8.8.8", "/qubes-secondary-dns is not an address")]
    [InlineData("/qubes-ip6", "fe80::1", "/qubes-ip6 is a link-local address")]
    [InlineData("/qubes-ip6", "::ffff:10.1.2.3", "/qubes-ip6 is not an address")]
    [InlineData("/qubes-ip6", "::ffff:a01:203", "/qubes-ip6 is an IPv4 address in IPv6 notation")]
    [InlineData("/qubes-ip6", "2001:db8::1%1", "/qubes-ip6 is not an address")]
    [InlineData("/qubes-ip6", "[2001:db8::1]", "/qubes-ip6 is not an address")]
    [InlineData("/qubes-ip6", "ff02::1", "/qubes-ip6 is a multicast address")]
    [InlineData("/qubes-mtu", "67", "/qubes-mtu is not a number from 68 to 65535")]
    [InlineData("/qubes-mtu", "65536", "/qubes-mtu is not a number from 68 to 65535")]
    [InlineData("/net-config/kein-gerät/ip", "10.1.1.1", "/net-config/kein-ger__t/ip names no hardware address")]
    [InlineData("/net-config/00:16:3e:5e:6c:01/ip", "10.137.0.5", "the address 10.137.0.5 is wanted on several")]
    [InlineData(Other + "ip6", "x", Other + "ip6 is not an address (x)")]
    public void TryRead_RefusesTheWholeSet_AndNamesKeyAndReason(string key, string value, string problem)
    {
        Dictionary<string, string> values = Entries.Usual();
        values[key] = value;

        Assert.Null(NetworkSettingsReader.TryRead(Entries.Of(values), out string found));
        Assert.StartsWith(problem, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "68")]
    [InlineData(false, "1200")]
    [InlineData(false, "1279")]
    [InlineData(true, "1280")]
    [InlineData(true, "1200", "/qubes-mtu is not a number from 1280 to 65535 (1200)")]
    [InlineData(true, "1279", "/qubes-mtu is not a number from 1280 to 65535 (1279)")]
    public void TryRead_AsksForTheMtuOfIPv6_OnlyWhereThereIsIPv6(bool hasV6, string mtu, string problem = "")
    {
        Dictionary<string, string> values = Entries.Usual();
        values["/qubes-mtu"] = mtu;
        if (hasV6)
        {
            values["/qubes-ip6"] = "2001:db8::5";
        }

        NetworkSettings? settings = NetworkSettingsReader.TryRead(Entries.Of(values), out string found);
        Assert.Equal(problem, found);
        string? read = settings?.Adapters[0].Mtu?.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(problem.Length > 0 ? null : mtu, read);
    }

    [Fact]
    public void TryRead_AsksForTheMtuOfIPv6_AdapterByAdapter()
    {
        Dictionary<string, string> values = Entries.Usual();
        values["/qubes-ip6"] = "2001:db8::5";
        values[Other + "ip"] = "192.168.7.2";
        values[Other + "mtu"] = "576";

        Assert.Equal([null, 576], Read(values).Adapters.Select(a => a.Mtu));
    }

    [Theory]
    [InlineData("10.1.1.0", "255.255.255.0", "10.1.1.1", "/qubes-ip is the first address of its network")]
    [InlineData("10.1.1.255", "255.255.255.0", "10.1.1.1", "/qubes-ip is the broadcast address of its network")]
    [InlineData("10.1.1.4", "255.255.255.0", "10.1.1.255", "/qubes-gateway is the broadcast address of the network")]
    [InlineData("10.1.1.4", "255.255.255.0", "10.1.1.0", "/qubes-gateway is the first address of the network")]
    public void TryRead_RefusesTheEdgesOfANetwork(string ip, string mask, string gateway, string problem)
    {
        Dictionary<string, string> values = Entries.Usual();
        (values["/qubes-ip"], values["/qubes-netmask"], values["/qubes-gateway"]) = (ip, mask, gateway);

        Assert.Null(NetworkSettingsReader.TryRead(Entries.Of(values), out string found));
        Assert.StartsWith(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_RefusesOneAdapterUnderTwoNames()
    {
        Dictionary<string, string> values = Entries.Usual();
        values[Other + "ip"] = "10.1.1.1";
        values[Other.ToUpperInvariant().Replace("/NET-CONFIG/", "/net-config/", StringComparison.Ordinal) + "ip"] =
            "10.1.1.2";

        Assert.Null(NetworkSettingsReader.TryRead(Entries.Of(values), out string problem));
        Assert.EndsWith("are the same adapter", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_RefusesMoreAdaptersThanAMachineHas()
    {
        Dictionary<string, string> values = Enumerable.Range(0, NetworkSettings.MaxAdapters + 1)
            .ToDictionary(i => $"/net-config/00:16:3e:00:00:0{i}/ip", i => $"10.1.1.{i + 1}");

        Assert.Null(NetworkSettingsReader.TryRead(Entries.Of(values), out string problem));
        Assert.Contains("at most 8", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_CutsWhatItShows()
    {
        List<DatabaseEntry> entries =
            [.. Entries.Of(Entries.Usual()), new DatabaseEntry("/qubes-ip", [.. Enumerable.Repeat((byte)0x1B, 3071)])];

        Assert.Null(NetworkSettingsReader.TryRead(entries, out string problem));
        Assert.Equal($"/qubes-ip is not an address ({new string('_', 48)}...)", problem);
    }

    [Theory]
    [InlineData("255.255.255.255", 32)]
    [InlineData("255.255.255.254", 31)]
    [InlineData("255.255.0.0", 16)]
    [InlineData("128.0.0.0", 1)]
    [InlineData("24", 24)]
    public void TryParseMask_ReadsBothNotations(string text, int length) =>
        Assert.Equal(length, AddressText.TryParseMask(text));

    private static NetworkSettings Read(Dictionary<string, string> values)
    {
        NetworkSettings? settings = NetworkSettingsReader.TryRead(Entries.Of(values), out string problem);
        Assert.Equal(string.Empty, problem);
        return settings!;
    }
}

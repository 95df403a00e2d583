using PedOS.TestKit;
using Xunit;

namespace PedOS.Network.Tests;

/// <summary>The service against a real kernel.</summary>
public sealed class ServiceTests : NamespaceTest
{
    private const string Usual = "10.137.0.5/32 | 10.138.20.1/32 on the link, 0.0.0.0/0 via 10.138.20.1";

    [Fact]
    public async Task Service_SetsAddressRoutesAndServers_WithAGatewayOutsideTheNetwork()
    {
        AddAdapter("e0", Mac, up: false);
        SetUsual();
        Start();

        await ExpectAsync("e0", Usual);
        await ExpectLogAsync("read back");
        Assert.Equal(
            "# of the test\nsearch example.invalid\nnameserver 10.139.1.1\nnameserver 10.139.1.2\n",
            await File.ReadAllTextAsync(ResolverPath, Token));
        Assert.Contains("via 10.138.20.1 dev e0", Ip("route get 198.51.100.7"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_SetsBothFamilies()
    {
        AddAdapter("e0", Mac);
        SetUsual();
        Database.Set("/qubes-ip6", "fd09:24ef:4179::a89:5");
        Database.Set("/qubes-gateway6", "fd09:24ef:4179::a8a:1401");
        Start();

        await ExpectAsync(
            "e0",
            "10.137.0.5/32, fd09:24ef:4179::a89:5/128 | fd09:24ef:4179::a8a:1401/128 on the link, "
            + "10.138.20.1/32 on the link, 0.0.0.0/0 via 10.138.20.1, ::/0 via fd09:24ef:4179::a8a:1401");
        Assert.Contains("dev e0", Ip("-6 route get 2001:db8::7"), StringComparison.Ordinal);

        Database.Set("/qubes-gateway6", "fe80::fcff:ffff:feff:ffff");
        await ExpectAsync(
            "e0",
            "10.137.0.5/32, fd09:24ef:4179::a89:5/128 | 10.138.20.1/32 on the link, "
            + "0.0.0.0/0 via 10.138.20.1, ::/0 via fe80::fcff:ffff:feff:ffff");

        Database.Remove("/qubes-ip6");
        await ExpectAsync("e0", Usual);
    }

    [Fact]
    public async Task Service_FollowsEachChange()
    {
        AddAdapter("e0", Mac);
        SetUsual();
        Start();
        await ExpectAsync("e0", Usual);

        Database.Set("/qubes-gateway", "10.138.99.1");
        await ExpectAsync("e0", "10.137.0.5/32 | 10.138.99.1/32 on the link, 0.0.0.0/0 via 10.138.99.1");

        Database.Set("/qubes-netmask", "255.255.0.0");
        await ExpectAsync("e0", "10.137.0.5/16 | 10.138.99.1/32 on the link, 0.0.0.0/0 via 10.138.99.1");

        Database.Set("/qubes-netmask", "255.0.0.0");
        await ExpectAsync("e0", "10.137.0.5/8 | 0.0.0.0/0 via 10.138.99.1");

        Database.Set("/qubes-mtu", "1400");
        Database.Set("/qubes-primary-dns", "10.139.9.9");
        await ExpectLogAsync("MTU 1400");
        await ExpectLogAsync("DNS 10.139.9.9 and 10.139.1.2");

        // said first, done then; the test's time ends it
        while (!Ip("-j link show e0").Contains("\"mtu\":1400", StringComparison.Ordinal)
            || !(await File.ReadAllTextAsync(ResolverPath, Token))
                .Contains("nameserver 10.139.9.9\n", StringComparison.Ordinal))
        {
            await Task.Delay(1, Token);
        }

        Database.Remove("/qubes-mtu");
        await ExpectLogAsync("MTU 1500");
    }

    [Fact]
    public async Task Service_LeavesTheRoutesOfOthersAlone()
    {
        AddAdapter("e0", Mac);
        SetUsual();
        Start();
        await ExpectAsync("e0", Usual);
        _ = Ip("route add 192.0.2.7/32 dev e0 metric 5");

        SetUsual(gateway: "10.138.7.1");
        await ExpectAsync(
            "e0",
            "10.137.0.5/32 | 10.138.7.1/32 on the link, 192.0.2.7/32 on the link, 0.0.0.0/0 via 10.138.7.1");
    }

    [Fact]
    public async Task Service_ChangesNothing_WhenAllIsInOrder()
    {
        AddAdapter("e0", Mac);
        SetUsual();
        Start();
        await ExpectAsync("e0", Usual);
        await ExpectLogAsync("read back");
        string before = Everything("e0");

        SetUsual();
        Service!.Refresh();
        Database.Set("/qubes-secondary-dns", "10.139.1.3");
        await ExpectLogAsync("read back", times: 2);
        await Task.Delay(100, Token);

        Assert.Contains(": DNS 10.139.1.1 and 10.139.1.3; read back", Log.All[^1], StringComparison.Ordinal);
        Assert.Equal(2, Log.All.Count(l => l.Contains("read back", StringComparison.Ordinal)));
        Assert.Equal(before, Everything("e0"));
    }

    [Fact]
    public async Task Service_RefusesABadSet_AndKeepsTheLastGoodOne()
    {
        AddAdapter("e0", Mac);
        SetUsual();
        Start();
        await ExpectAsync("e0", Usual);

        Database.Set("/qubes-gateway", "010.1.1.1");
        await ExpectLogAsync("/qubes-gateway is not an address (010.1.1.1); the last good settings are kept");
        Assert.Equal(Usual, Shown("e0"));

        // What somebody undoes is still corrected, from the last good set.
        _ = Ip("addr del 10.137.0.5/32 dev e0");
        await ExpectAsync("e0", Usual);

        SetUsual(gateway: "10.138.7.1");
        await ExpectAsync("e0", "10.137.0.5/32 | 10.138.7.1/32 on the link, 0.0.0.0/0 via 10.138.7.1");
    }

    [Fact]
    public async Task Service_WaitsForTheAdapter_AndSetsItWhenItArrives()
    {
        SetUsual();
        Start();
        await ExpectLogAsync($"no adapter {Mac}");

        AddAdapter("e0", Mac);
        await ExpectAsync("e0", Usual);

        _ = Ip("link del e0");
        await ExpectLogAsync($"no adapter {Mac}", times: 2);
        AddAdapter("e0", Mac);
        await ExpectAsync("e0", Usual);
    }

    [Fact]
    public async Task Service_SurvivesAnAdapterThatComesAndGoesAllTheTime()
    {
        SetUsual();
        Start();
        for (int i = 0; i < 15; i++)
        {
            AddAdapter("e0", Mac);
            await Task.Delay(i * 4, Token);
            _ = Ip("link del e0");
        }

        AddAdapter("e0", Mac);
        await ExpectAsync("e0", Usual);
        Assert.DoesNotContain(Log.All, l => l.Contains("Exception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Service_SetsSeveralAdapters_TheMainOneFirst()
    {
        AddAdapter("e0", Mac);
        AddAdapter("e1", SecondMac);
        SetUsual();
        Database.Set($"/net-config/{SecondMac}/ip", "192.168.7.2");
        Database.Set($"/net-config/{SecondMac}/netmask", "255.255.255.0");
        Database.Set($"/net-config/{SecondMac}/gateway", "192.168.7.1");
        Start();

        await ExpectAsync("e0", Usual);
        await ExpectAsync("e1", "192.168.7.2/24 | 0.0.0.0/0 via 192.168.7.1");
        Assert.Contains("dev e0", Ip("route get 198.51.100.7"), StringComparison.Ordinal);
        _ = Ip("link del e0");
        Assert.Contains("dev e1", Ip("route get 198.51.100.7"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_MovesTheNetworkToAnotherAdapter()
    {
        AddAdapter("e0", Mac);
        AddAdapter("e1", SecondMac);
        SetUsual();
        Start();
        await ExpectAsync("e0", Usual);

        Database.Set("/qubes-mac", SecondMac);
        await ExpectAsync("e1", Usual);
        Assert.Equal(" | ", Shown("e0"));
    }

    [Fact]
    public async Task Service_SetsNone_WhenTwoAdaptersHaveTheAddress()
    {
        AddAdapter("e0", Mac);
        AddAdapter("e1", Mac);
        SetUsual();
        Start();

        await ExpectLogAsync($"2 adapters have the address {Mac} and none is set");
        Assert.Equal(" | ", Shown("e0"));
        _ = Ip("link del e1");
        await ExpectAsync("e0", Usual);
    }

    [Fact]
    public async Task Service_TakesTheAddressesAway_WhenTheMachineHasNoNetwork()
    {
        AddAdapter("e0", Mac);
        SetUsual();
        Start();
        await ExpectAsync("e0", Usual);

        Database.Remove("/qubes-ip");
        await ExpectLogAsync("no network: dom0 gives this machine no address");
        await ExpectAsync("e0", " | ");
        await ExpectLogAsync("no DNS servers");
    }

    [Fact]
    public async Task Service_WaitsForTheDatabase_AndReadsAgainWhenItIsBack()
    {
        AddAdapter("e0", Mac);
        Database.IsLost = true;
        Start();
        SetUsual();
        await Task.Delay(200, Token);
        Assert.Equal(" | ", Shown("e0"));

        Database.IsLost = false;
        await ExpectAsync("e0", Usual);

        Database.IsLost = true;
        SetUsual(ip: "10.137.0.99");
        _ = Ip("route del default dev e0");
        await ExpectAsync("e0", Usual);

        Database.IsLost = false;
        await ExpectAsync("e0", Usual.Replace("10.137.0.5", "10.137.0.99", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Service_KeepsTheNetwork_WhileTheDatabaseIsGoneForMinutes()
    {
        FakeTime time = new();
        AddAdapter("e0", Mac);
        SetUsual();
        Start(time);
        await PassUntilAsync(time, () => Shown("e0") == Usual);

        Database.IsLost = true;
        SetUsual(gateway: "10.138.7.1");
        Service!.Refresh();
        for (int minute = 0; minute < 30; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(10, Token);
            Assert.Equal(Usual, Shown("e0"));
        }

        Assert.DoesNotContain(Log.All, l => l.StartsWith("Error", StringComparison.Ordinal));
        Database.IsLost = false;
        await PassUntilAsync(
            time, () => Shown("e0") == "10.137.0.5/32 | 10.138.7.1/32 on the link, 0.0.0.0/0 via 10.138.7.1");
    }

    [Fact]
    public async Task Service_LooksAgain_WhenTheMachineWokeUp()
    {
        AddAdapter("e0", Mac);
        SetUsual();
        Start();
        await ExpectAsync("e0", Usual);

        // A change whose event was lost with the sleep.
        Database.SetSilently("/qubes-gateway", "10.138.7.1");
        await Task.Delay(200, Token);
        Assert.Equal(Usual, Shown("e0"));
        Service!.Refresh();
        await ExpectAsync("e0", "10.137.0.5/32 | 10.138.7.1/32 on the link, 0.0.0.0/0 via 10.138.7.1");
    }

    [Fact]
    public async Task Service_UndoesWhatItDid_WhenTheKernelRefuses()
    {
        AddAdapter("e0", Mac);
        AddAdapter("e1", SecondMac);
        _ = Ip("addr add 192.168.7.2/24 dev e1");
        _ = Ip("addr add 172.16.0.1/24 dev e0");
        _ = Ip("route add default via 192.168.7.1 dev e1");
        string before = Everything("e0");
        SetUsual();
        Start();

        await ExpectLogAsync("what had been changed before it was undone");
        Assert.Contains(Log.All, l => l.Contains("add route 0.0.0.0/0 via 10.138.20.1", StringComparison.Ordinal));
        await ExpectEverythingAsync("e0", before);

        _ = Ip("route del default dev e1");
        await ExpectAsync("e0", Usual);
    }

    [Fact]
    public async Task Service_TriesAgainInTime_AndNotAtEachChangeOfItsOwn_WhenTheKernelRefuses()
    {
        // Changes of one attempt and its undoing, rounded up; each of them is reported to whoever watches.
        const int Attempt = 10;
        AddAdapter("e0", Mac);
        AddAdapter("e1", SecondMac);
        _ = Ip("addr add 192.168.7.2/24 dev e1");
        _ = Ip("addr add 172.16.0.1/24 dev e0");
        _ = Ip("route add default via 192.168.7.1 dev e1");
        SetUsual();
        using CountingPort port = new(Port);
        Start(port: port);

        await ExpectLogAsync("what had been changed before it was undone");
        await Task.Delay(700, Token);
        int first = port.Changes;
        Assert.InRange(first, 1, 6 * Attempt);
        while (port.Changes == first)
        {
            await Task.Delay(20, Token);
        }

        await Task.Delay(300, Token);
        Assert.InRange(port.Changes - first, 1, 2 * Attempt);
        Assert.Contains(Log.All, l => l.Contains("cannot be set as dom0 wants it", StringComparison.Ordinal));
        Assert.DoesNotContain(Log.All, l => l.Contains("something else keeps", StringComparison.Ordinal));

        _ = Ip("route del default dev e1");
        Assert.InRange(await ExpectAsync("e0", Usual), TimeSpan.Zero, TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task Service_CorrectsLessOften_WhenSomebodyElseKeepsChanging()
    {
        AddAdapter("e0", Mac);
        SetUsual();
        Start();
        for (int i = 1; i <= 5; i++)
        {
            await ExpectLogAsync("read back", times: i);
            _ = Ip("route del default dev e0");
        }

        await ExpectLogAsync("something else keeps changing the network");
        _ = Ip("route del default dev e0");
        await Task.Delay(300, Token);
        Assert.NotEqual(Usual, Shown("e0"));
        await ExpectAsync("e0", Usual);
    }

    // Time passes only here; the kernel and the threads of the service take real moments.
    private async Task PassUntilAsync(FakeTime time, Func<bool> isSo)
    {
        while (!isSo())
        {
            time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(2, Token);
        }
    }
}

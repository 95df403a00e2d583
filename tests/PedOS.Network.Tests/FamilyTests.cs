using Xunit;

namespace PedOS.Network.Tests;

/// <summary>One family never takes the other with it, on a real kernel.</summary>
public sealed class FamilyTests : NamespaceTest
{
    private const string Usual = "10.137.0.5/32 | 10.138.20.1/32 on the link, 0.0.0.0/0 via 10.138.20.1";

    [Theory]
    [InlineData("e0")]
    [InlineData("all")]
    public async Task Service_SetsIPv4_WhileIPv6IsOff_AndIPv6WhenItIsSwitchedOn(string scope)
    {
        AddAdapter("e0", Mac);
        SwitchV6(scope, off: true);
        try
        {
            SetUsual();
            Database.Set("/qubes-ip6", "2001:db8::5");
            Database.Set("/qubes-gateway6", "fe80::1");
            Start();

            await ExpectAsync("e0", Usual);
            await ExpectLogAsync($"IPv6 is off on e0 ({Mac}): 2001:db8::5/128 is left out until it is switched on");
            Assert.DoesNotContain(Log.All, l => l.StartsWith("Error", StringComparison.Ordinal));
        }
        finally
        {
            SwitchV6(scope, off: false);
        }

        await ExpectAsync(
            "e0",
            "10.137.0.5/32, 2001:db8::5/128 | 10.138.20.1/32 on the link, "
            + "0.0.0.0/0 via 10.138.20.1, ::/0 via fe80::1");
    }

    [Fact]
    public async Task Service_SetsASmallMtu_WhereThereIsNoIPv6_AndIPv6AfterALargerOne()
    {
        AddAdapter("e0", Mac);
        SetUsual();
        Database.Set("/qubes-mtu", "1200");
        Start();
        await ExpectAsync("e0", Usual);
        await ExpectLogAsync("MTU 1200");

        // The kernel has no IPv6 on a link with such an MTU: it comes back in the middle of this change.
        Database.SetSilently("/qubes-mtu", "1280");
        Database.SetSilently("/qubes-gateway6", "fe80::1");
        Database.Set("/qubes-ip6", "2001:db8::5");
        await ExpectAsync(
            "e0",
            "10.137.0.5/32, 2001:db8::5/128 | 10.138.20.1/32 on the link, "
            + "0.0.0.0/0 via 10.138.20.1, ::/0 via fe80::1");
        Assert.DoesNotContain(Log.All, l => l.Contains("is off on", StringComparison.Ordinal));
        Assert.DoesNotContain(Log.All, l => l.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Service_SetsIPv4_WhenTheKernelRefusesARouteOfIPv6()
    {
        AddAdapter("e0", Mac);
        AddAdapter("e1", SecondMac);
        _ = Ip("-6 addr add 2001:db8:7::2/64 dev e1 nodad");
        _ = Ip("-6 route add default via 2001:db8:7::1 dev e1");
        SetUsual();
        Database.Set("/qubes-ip6", "2001:db8::5");
        Database.Set("/qubes-gateway6", "2001:db8::1");
        Start();

        await ExpectLogAsync("IPv4 is set without it");
        await ExpectAsync("e0", Usual);

        _ = Ip("-6 route del default dev e1");
        await ExpectAsync(
            "e0",
            "10.137.0.5/32, 2001:db8::5/128 | 2001:db8::1/128 on the link, 10.138.20.1/32 on the link, "
            + "0.0.0.0/0 via 10.138.20.1, ::/0 via 2001:db8::1");
    }

    private static void SwitchV6(string scope, bool off) =>
        File.WriteAllText($"/proc/sys/net/ipv6/conf/{scope}/disable_ipv6", off ? "1" : "0");
}

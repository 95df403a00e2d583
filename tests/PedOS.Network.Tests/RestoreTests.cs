using PedOS.Agents.Posix.Native;
using PedOS.NetworkSetup;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Network.Tests;

/// <summary>What was before comes back, byte for byte as the kernel's own tool tells it.</summary>
public sealed class RestoreTests : NamespaceTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restore_PutsBackExactlyWhatWasBefore(bool up)
    {
        // An adapter that was never up looks different from one that is down again.
        AddAdapter("e0", Mac);
        _ = Ip($"link set e0 mtu 1460 {(up ? "up" : "down")}");
        _ = Ip("addr add 192.168.7.2/24 brd + dev e0 label e0:old");
        _ = Ip("addr add 192.168.7.3/24 dev e0");
        _ = Ip("addr add 2001:db8::2/64 dev e0 nodad");
        _ = Ip("addr add 2001:db8::3/64 dev e0 nodad");
        if (up)
        {
            _ = Ip("route add default via 192.168.7.1 dev e0 metric 77 mtu 1300");
            _ = Ip("route add 203.0.113.0/24 via 192.168.7.9 dev e0 src 192.168.7.3 proto 77");
            _ = Ip("route add default via 192.0.2.1 dev e0 onlink metric 99");
            _ = Ip("-6 route add default via 2001:db8::1 dev e0 pref high");
        }

        string before = Everything("e0");
        byte[] servers = await File.ReadAllBytesAsync(ResolverPath, Token);
        SetUsual();
        Database.Set("/qubes-mtu", "1400");
        Database.Set("/qubes-ip6", "fd09::5");
        Database.Set("/qubes-gateway6", "fd09::1");
        Start();
        await ExpectLogAsync("read back");
        Database.Set("/qubes-gateway", "10.138.99.1");
        await ExpectLogAsync("read back", times: 2);
        await StopAsync();
        Assert.NotEqual(before, Everything("e0"));

        AdapterReport report = Assert.Single(Restore());

        Assert.Equal(AdapterOutcome.Changed, report.Outcome);
        Assert.Equal(before, Everything("e0"));
        Assert.Equal(servers, await File.ReadAllBytesAsync(ResolverPath, Token));
        Assert.False(File.Exists(Path.Combine(StatePath, NetworkStateNames.Before)));
        Assert.Empty(Restore());
    }

    [Fact]
    public async Task Restore_KeepsWhatItKnows_WhenTheAdapterIsAbsent()
    {
        AddAdapter("e0", Mac);
        SetUsual();
        Start();
        await ExpectLogAsync("read back");
        await StopAsync();
        _ = Ip("link del e0");

        Assert.Equal(AdapterOutcome.Absent, Assert.Single(Restore()).Outcome);
        Assert.True(File.Exists(Path.Combine(StatePath, NetworkStateNames.Before)));
    }

    [Fact]
    public void Store_IsForOneProcessAtATime()
    {
        using StateStore store = new(StatePath, Log, PosixFlush.Try);
        Assert.ThrowsAny<IOException>(() => new StateStore(StatePath, Log, PosixFlush.Try));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"adapters":[{"mac":"x","before":null}]}""")]
    [InlineData("""{"adapters":[{"mac":"00:16:3e:00:00:01","before":{"addresses":[{"prefix":"1.2.3.4/99"}]}}]}""")]
    public void Store_PutsADamagedFileAside(string text)
    {
        _ = Directory.CreateDirectory(StatePath);
        string path = Path.Combine(StatePath, NetworkStateNames.Before);
        File.WriteAllText(path, text);

        using StateStore store = new(StatePath, Log, PosixFlush.Try);

        Assert.Empty(store.Adapters);
        Assert.Equal(text, File.ReadAllText(path + ".damaged"));
        Assert.Contains(Log.All, l => l.Contains("cannot be understood", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Service_ChangesNothing_WhenTheStateCannotBeSaved()
    {
        AddAdapter("e0", Mac);
        SetUsual();
        _ = Directory.CreateDirectory(Path.Combine(StatePath, NetworkStateNames.BeforeNew));
        Start();

        await ExpectLogAsync("is not changed, because its state cannot be saved");
        Assert.Equal(" | ", Shown("e0"));
    }
}

using System.Diagnostics;
using PedOS.Agents.Network;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Posix.Network;
using PedOS.NetworkSetup;
using PedOS.TestKit;
using PedOS.TestKit.Database;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Network.Tests;

/// <summary>A test with adapters of a real kernel, a database, and the service in this process.</summary>
public abstract class NamespaceTest : IAsyncLifetime
{
    internal const string Mac = "00:16:3e:5e:6c:00";
    internal const string SecondMac = "00:16:3e:5e:6c:01";

    private readonly CancellationTokenSource _limit = new(Patience.Of(TimeSpan.FromSeconds(30)));
    private readonly CancellationTokenSource _stop = new();
    private readonly TestDirectory _directory = new();
    private readonly List<string> _adapters = [];
    private NetlinkPort? _port;
    private NetlinkPort? _look;
    private StateStore? _store;
    private Task _service = Task.CompletedTask;

    internal MemoryDatabase Database { get; } = new();

    internal LogLines Log { get; } = new();

    internal NetlinkPort Port => _port!;

    internal NetworkSetupService? Service { get; private set; }

    internal string ResolverPath => _directory.PathOf("resolv.conf");

    internal string StatePath => _directory.PathOf("state");

    protected CancellationToken Token => _limit.Token;

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OwnNamespace.Problem.Length == 0, OwnNamespace.Problem);
        File.WriteAllText(ResolverPath, "# of the test\nsearch example.invalid\nnameserver 192.0.2.53\n");
        _port = new NetlinkPort(new ResolverFile(ResolverPath));
        _look = new NetlinkPort(new ResolverFile(ResolverPath));
        _ = Ip("link set lo up");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (string adapter in _adapters)
        {
            _ = Ip($"link del {adapter}", mustSucceed: false);
        }

        _port?.Dispose();
        _look?.Dispose();
        _directory.Dispose();
        _stop.Dispose();
        _limit.Dispose();
    }

    /// <summary>Makes an adapter; its other end is up, so that it has a link.</summary>
    protected void AddAdapter(string name, string mac, bool up = true)
    {
        _ = Ip($"link add {name} address {mac} type veth peer name {name}p");
        _ = Ip($"link set {name}p addrgenmode none up");
        _ = Ip($"link set {name} addrgenmode none {(up ? "up" : "down")}");
        _adapters.Add(name);
    }

    /// <summary>Writes what dom0 writes for a machine with a network.</summary>
    protected void SetUsual(string ip = "10.137.0.5", string gateway = "10.138.20.1") => Database.Set(
        new Dictionary<string, string>
        {
            ["/qubes-mac"] = Mac,
            ["/qubes-ip"] = ip,
            ["/qubes-netmask"] = "255.255.255.255",
            ["/qubes-gateway"] = gateway,
            ["/qubes-primary-dns"] = "10.139.1.1",
            ["/qubes-secondary-dns"] = "10.139.1.2",
        });

    /// <summary>Starts the service.</summary>
    internal void Start(TimeProvider? time = null, INetworkPort? port = null)
    {
        _store = new StateStore(StatePath, Log, PosixFlush.Try);
        Service = new NetworkSetupService(Database, port ?? Port, _store, time ?? TimeProvider.System, Log);
        _service = Task.Run(() => Service.RunAsync(_stop.Token));
    }

    /// <summary>Stops the service as its supervisor would.</summary>
    protected async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _service.WaitAsync(Patience.Of(TimeSpan.FromSeconds(10)));
        _store?.Dispose();
        _store = null;
    }

    /// <summary>Puts back what was before; the service must be stopped.</summary>
    internal IReadOnlyList<AdapterReport> Restore()
    {
        using StateStore store = new(StatePath, Log, PosixFlush.Try);
        return new NetworkApplier(Port, store).Restore();
    }

    /// <summary>Runs ip and gives its output.</summary>
    protected static string Ip(string arguments, bool mustSucceed = true)
    {
        ProcessStartInfo info = new("ip", arguments.Split(' '))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(info)!;
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(!mustSucceed || process.ExitCode == 0, $"ip {arguments}: {error}");
        return output;
    }

    /// <summary>All that can be compared byte for byte, as the kernel's own tool tells it.</summary>
    protected static string Everything(string adapter) =>
        Ip($"-j addr show dev {adapter}")
        + Ip($"-j -4 route show dev {adapter}")
        + Ip($"-j -6 route show dev {adapter}");

    /// <summary>
    /// Waits until an adapter is as it was. One look would not do: the service tries again meanwhile, and undoes that,
    /// too.
    /// </summary>
    protected Task ExpectEverythingAsync(string adapter, string before) =>
        ExpectAsync(adapter, before, () => Everything(adapter));

    /// <summary>Addresses and routes of an adapter in a readable form.</summary>
    internal string Shown(string name)
    {
        // A port has one caller; the service has its own.
        NetworkAdapter adapter = _look!.FindAdapters().Single(a => a.Name == name);
        AdapterState state = _look.Read(adapter);
        return string.Join(", ", state.Addresses.Select(a => a.Prefix.ToString()))
            + " | " + string.Join(", ", state.Routes.Select(r => r.ToString()));
    }

    /// <summary>Waits until an adapter has addresses and routes.</summary>
    protected Task<TimeSpan> ExpectAsync(string name, string shown) => ExpectAsync(name, shown, () => Shown(name));

    private async Task<TimeSpan> ExpectAsync(string name, string shown, Func<string> look)
    {
        long began = Stopwatch.GetTimestamp();
        string last = string.Empty;
        try
        {
            while ((last = look()) != shown)
            {
                await Task.Delay(1, Token);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{name} has {last}, expected {shown}\n{string.Join('\n', Log.All)}");
        }

        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Waits until the service has said something.</summary>
    protected async Task ExpectLogAsync(string part, int times = 1)
    {
        try
        {
            while (Log.All.Count(l => l.Contains(part, StringComparison.Ordinal)) < times)
            {
                await Task.Delay(1, Token);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"nobody said \"{part}\":\n{string.Join('\n', Log.All)}");
        }
    }
}

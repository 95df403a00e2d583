using System.Diagnostics;
using PedOS.TestKit.Database;
using PedOS.TestKit.Programs;

namespace PedOS.Demo.Scenes;

/// <summary>dom0 changes the gateway and the DNS server; the network of the guest, a namespace, follows.</summary>
internal sealed class NetworkScene : IScene
{
    private const string Mac = "00:16:3e:5e:6c:00";
    private const string Gateway = "/qubes-gateway";
    private const string Dns = "/qubes-primary-dns";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Title => "The network follows dom0";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/unshare") || !File.Exists("/usr/bin/nsenter"))
        {
            stage.Show("not shown", "a network namespace takes root, unshare and nsenter");
            return;
        }

        await using DatabaseUnderTest guest = new();
        guest.Dom0["/name"] = "büro";
        guest.Dom0["/qubes-mac"] = Mac;
        guest.Dom0["/qubes-ip"] = "10.137.0.5";
        guest.Dom0[Gateway] = "10.138.20.1";
        guest.Dom0[Dns] = "10.139.1.1";
        await guest.StartAsync(cancellationToken);
        string resolver = guest.Directory.PathOf("resolv.conf");
        await File.WriteAllTextAsync(resolver, string.Empty, cancellationToken);
        await using ProgramUnderTest setup = StartSetup(guest, resolver);
        stage.Show("in the guest", "network-setup, with an adapter that has nothing yet");

        // The start of the program is part of this one.
        await ExpectAsync(
            stage, "gateway of dom0", Patience, () => RouteAsync(setup, "10.138.20.1", cancellationToken));

        stage.Show("in the guest", "pedosdb watch -n -1 /");
        await using ProgramUnderTest watch = guest.StartCommand("watch", "-n", "-1", "/");
        await WaitForWatchAsync(guest, watch, cancellationToken);
        await guest.Dom0.WriteAsync(Gateway, "10.138.99.1", cancellationToken);
        await ExpectAsync(
            stage, "dom0 changes the gateway", Soon, () => RouteAsync(setup, "10.138.99.1", cancellationToken));
        await guest.Dom0.WriteAsync(Dns, "10.139.9.9", cancellationToken);
        await ExpectAsync(stage, "dom0 changes the DNS server", Soon, async () =>
            (await File.ReadAllTextAsync(resolver, cancellationToken))
                .Contains("nameserver 10.139.9.9\n", StringComparison.Ordinal));

        await watch.WaitForTextAsync(Dns, cancellationToken);
        stage.Check(
            "the watch says",
            watch.Output.Contains(Gateway, StringComparison.Ordinal),
            string.Join(", ", watch.Output.Split('\n').Where(l => l.Contains("qubes", StringComparison.Ordinal))));
        await guest.Dom0.WriteAsync(Gateway, "10.138.0.256", cancellationToken);
        await Task.Delay(200, cancellationToken);
        stage.Check(
            "a value that is no address",
            await RouteAsync(setup, "10.138.99.1", cancellationToken),
            "the last good gateway stays");
        stage.CheckEqual("rules broken", 0, guest.Dom0.Violations.Count, "none");
    }

    private static ProgramUnderTest StartSetup(DatabaseUnderTest guest, string resolver)
    {
        string settings = guest.Directory.PathOf("network.txt");
        File.WriteAllText(settings, $"LogDir = {guest.Directory.MakeDirectory("network-log")}\n");
        string script =
            $"ip link add e0 address {Mac} type veth peer name p0 && ip link set p0 up && ip link set lo up "
            + "&& exec \"$0\" \"$@\"";
        return ProgramUnderTest.Start(
            new ProgramStart(
                "/usr/bin/unshare",
                "--net",
                "/bin/sh",
                "-c",
                script,
                ProgramsPlace.PathOf("network-setup"),
                $"--database={guest.Endpoint}",
                $"--state-dir={guest.Directory.PathOf("state")}",
                $"--resolv-conf={resolver}")
            {
                Environment = new Dictionary<string, string> { ["PEDOS_SETTINGS"] = settings },
            });
    }

    // Entries of no meaning to the network, until the watch has seen one.
    private static async Task WaitForWatchAsync(
        DatabaseUnderTest guest, ProgramUnderTest watch, CancellationToken cancellationToken)
    {
        while (watch.Output.Length == 0)
        {
            await guest.Dom0.WriteAsync("/vm-config/demo", "1", cancellationToken);
            await Task.Delay(20, cancellationToken);
        }
    }

    private static async Task ExpectAsync(Stage stage, string label, TimeSpan limit, Func<Task<bool>> isSoAsync)
    {
        long begin = Stopwatch.GetTimestamp();
        bool isSo;
        while (!(isSo = await isSoAsync()) && Stopwatch.GetElapsedTime(begin) < Patience)
        {
            await Task.Delay(5);
        }

        TimeSpan time = Stopwatch.GetElapsedTime(begin);
        stage.Check(label, isSo && time < limit, isSo ? $"in force after {Stage.Milliseconds(time)}" : "never");
    }

    private static async Task<bool> RouteAsync(
        ProgramUnderTest setup, string gateway, CancellationToken cancellationToken)
    {
        await using ProgramUnderTest ip = ProgramUnderTest.Start(new ProgramStart(
            "/usr/bin/nsenter", "--net", "--target", $"{setup.Id}", "ip", "-4", "route", "show", "default"));
        _ = await ip.FinishAsync(cancellationToken);
        return ip.Output.StartsWith($"default via {gateway} dev e0", StringComparison.Ordinal);
    }
}

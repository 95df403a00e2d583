using System.Diagnostics;
using System.Globalization;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Dom0;
using Xunit;

namespace PedOS.Peer.Tests.Exec;

/// <summary>All calls share the descriptors of one wrapper.</summary>
public sealed class DescriptorTests : PeerTest
{
    private const int Calls = 40;

    // Enough for a few calls at a time.
    private const int Spare = 40;

    [Fact]
    public async Task Calls_AllEnd_WhenDescriptorsRunOut()
    {
        await StartAsync();
        Assert.Equal("ok\n", (await Guest.ShellAsync("echo ok", cancellationToken: Token)).OutputText);
        int wrapper = Assert.Single(Guest.FindWrappers());
        await LimitAsync(wrapper, Directory.GetFiles($"/proc/{wrapper}/fd").Length + Spare);

        CallResult[] results = await Task.WhenAll(Enumerable.Range(0, Calls).Select(
            _ => Guest.ShellAsync("sleep 0.3; echo ok", cancellationToken: Token)));

        Assert.All(results, static r => Assert.Contains(r.ExitCode, (int?[])[0, QrexecAbi.QREXEC_EXIT_PROBLEM]));
        Assert.All(
            results.Where(static r => r.ExitCode != 0),
            static r => Assert.Matches("qrexec: .*(too many calls at once|Too many open files)", r.ErrorText));
        Assert.Contains(results, static r => r.ExitCode != 0);
        Assert.Contains(results, static r => r is { ExitCode: 0, OutputText: "ok\n" });
        Assert.Equal("ok\n", (await Guest.ShellAsync("echo ok", cancellationToken: Token)).OutputText);
    }

    private async Task LimitAsync(int process, int descriptors)
    {
        string limit = descriptors.ToString(CultureInfo.InvariantCulture);
        using Process prlimit = Process.Start(
            "prlimit", ["--pid", process.ToString(CultureInfo.InvariantCulture), $"--nofile={limit}:{limit}"]);
        await prlimit.WaitForExitAsync(Token);
        Assert.Equal(0, prlimit.ExitCode);
    }
}

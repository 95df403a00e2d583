using System.Globalization;
using PedOS.TestKit.Dom0;
using Xunit;

namespace PedOS.Peer.Tests.Exec;

/// <summary>What a program of a call gets from whoever started it; the table is in docs/services.md.</summary>
public sealed class InheritanceTests : PeerTest
{
    // Signals 1 to 31: the C library keeps two of the others for itself.
    private const ulong Standard = 0x7fffffff;

    [Fact]
    public async Task Program_IgnoresAndBlocksNoSignal()
    {
        await StartAsync();
        CallResult result = await Guest.ShellAsync(
            "sed -n 's/^Sig\\(Ign\\|Blk\\):[[:space:]]*//p' /proc/self/status", cancellationToken: Token);

        string[] masks = result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, masks.Length);
        Assert.All(masks, static mask => Assert.Equal(
            0UL, ulong.Parse(mask, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) & Standard));
    }

    [Theory]
    [InlineData("INT", 128 + 2)]
    [InlineData("QUIT", 128 + 3)]
    [InlineData("PIPE", 128 + 13)]
    public async Task Program_IsEndedByASignal_ThatItsStarterIgnores(string signal, int expected)
    {
        await StartAsync();
        CallResult result =
            await Guest.ShellAsync($"ulimit -c 0; kill -{signal} $$; sleep 1; echo no", cancellationToken: Token);
        Assert.Equal((expected, string.Empty), (result.ExitCode, result.OutputText));
    }

    // Who looks at every number below the limit, or at 1024 of them and no more, is not to be surprised.
    [Fact]
    public async Task Program_HasTheLimitOfDescriptors_ThatTheAgentWasStartedWith()
    {
        Prepare();
        Guest.StartAgent("ulimit -Sn 1000");
        Guest.Dom0.Start();
        await Guest.Dom0.WaitForAgentAsync(Token);
        CallResult limits = await Guest.ShellAsync("ulimit -Sn; ulimit -Hn", cancellationToken: Token);
        string hard = limits.OutputText.Split('\n')[1];
        Assert.Equal($"1000\n{hard}\n", limits.OutputText);

        // We ourselves serve many at a time, and take what we may have.
        foreach (int own in Guest.FindWrappers().Append(Guest.Agent.Id))
        {
            string line = (await File.ReadAllLinesAsync($"/proc/{own}/limits", Token))
                .Single(static l => l.StartsWith("Max open files", StringComparison.Ordinal));
            Assert.Equal([hard, hard], line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3..5]);
        }
    }

    // The caller has gone and there is output that nobody has read.
    // Linux wakes a writer that waits for room in a socket with EPIPE and without the signal, for the original, too.
    [Fact]
    public async Task Program_HasABrokenPipe_AndNoReset_WhenItsCallerHasGone()
    {
        await StartAsync();
        for (int i = 0; i < 12; i++)
        {
            string proof = Guest.Directory.PathOf($"proof{i}");
            Dom0Call call = await OpenAsync(
                $"LC_ALL=C yes 2> {proof}.err; (echo $?; cat {proof}.err) > {proof}.new; mv {proof}.new {proof}");
            for (int read = 0; read < 100_000; read += (await call.ReadAsync(Token))!.Value.Body.Length)
            {
            }

            call.Channel.Raw.Close();
            await WaitForFileAsync(proof);
            Assert.Contains(
                await File.ReadAllTextAsync(proof, Token),
                (string[])["141\n", "1\nyes: standard output: Broken pipe\n"]);
        }
    }

    [Fact]
    public async Task Program_HasThreeDescriptors()
    {
        await StartAsync();

        // The fourth is the directory that ls reads.
        CallResult result = await Guest.ShellAsync("ls /proc/self/fd | tr '\\n' ' '", cancellationToken: Token);
        Assert.Equal("0 1 2 3 ", result.OutputText);
    }

    [Fact]
    public async Task Program_HasTheAgentsVariables_WithoutThoseOfItsRuntimeAndSupervisor()
    {
        Prepare(environment: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SOMETHING_ELSE"] = "Grüße",
            ["NOTIFY_SOCKET"] = "@nobody",
            ["QREXEC_LEAK"] = "1",
        });
        await Guest.StartAsync(Token);
        CallResult result = await Guest.ShellAsync(
            "env | grep -e ^SOMETHING_ELSE= -e ^NOTIFY_SOCKET= -e ^QREXEC_LEAK= -e ^DOTNET_SYSTEM_NET_",
            cancellationToken: Token);
        Assert.Equal("SOMETHING_ELSE=Grüße\n", result.OutputText);
    }

    [Fact]
    public async Task Program_IsInTheAgentsDirectory_AndInASessionOfItsOwn()
    {
        await StartAsync();
        CallResult result = await Guest.ShellAsync(
            "readlink /proc/self/cwd; test $(cut -d' ' -f6 /proc/$$/stat) = $$ && echo own", cancellationToken: Token);
        Assert.Equal($"{Environment.CurrentDirectory}\nown\n", result.OutputText);
    }
}

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
            "env | grep -e ^SOMETHING_ELSE= -e ^NOTIFY_SOCKET= -e ^QREXEC_LEAK= -e INLINE_COMPLETIONS",
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

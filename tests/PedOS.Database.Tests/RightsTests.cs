using PedOS.TestKit.Programs;
using Xunit;
using static PedOS.TestKit.Database.WireMessage;

namespace PedOS.Database.Tests;

/// <summary>Who may write is decided by who it is, as the kernel says.</summary>
public sealed class RightsTests : DatabaseTest
{
    private const string Stranger = "65534";

    [Fact]
    public async Task OwnAccount_MayWrite()
    {
        await StartAsync();
        Assert.Equal("7 /k", await AskAsync(Write, "/k", "1"));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("--writer=1", 1)]
    [InlineData("--writer=65534", 0)]
    [InlineData("--writer=everyone", 0)]
    public async Task Stranger_MayReadAndWritesOnlyWhenAllowed(string? option, int exitCode)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "takes root, to become somebody else");
        Dom0["/name"] = "testvm";
        await Guest.StartAsync(Token, option is null ? [] : [option]);
        OpenToAll(Guest.Directory.FullPath);
        await using ProgramUnderTest read = RunAsStranger("read", "/name");
        Assert.Equal(0, await read.WaitAsync(Token));
        Assert.Equal("testvm\n", read.Output);
        await using ProgramUnderTest write = RunAsStranger("write", "/k", "1");
        Assert.Equal(exitCode, await write.WaitAsync(Token));
        Assert.Equal(exitCode == 0 ? "10 /k=1" : "8 /k", await AskAsync(Read, "/k"));
        await using ProgramUnderTest remove = RunAsStranger("rm", "/name");
        Assert.Equal(exitCode, await remove.WaitAsync(Token));
    }

    [Theory]
    [InlineData("--socket=")]
    [InlineData("--writer")]
    [InlineData("--nonsense")]
    public async Task CommandLine_ThatIsWrong_IsExplained(string argument)
    {
        await using ProgramUnderTest daemon =
            ProgramUnderTest.Start(new ProgramStart(ProgramsPlace.PathOf("PedOSdb-daemon"), argument));
        Assert.Equal(2, await daemon.WaitAsync(Token));
        Assert.Contains("usage:", daemon.Error, StringComparison.Ordinal);
    }

    private static void OpenToAll(string directory)
    {
        UnixFileMode mode = File.GetUnixFileMode(directory);
        File.SetUnixFileMode(directory, mode | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
    }

    private ProgramUnderTest RunAsStranger(string command, params string[] arguments) => ProgramUnderTest.Start(
        new ProgramStart(
            "/usr/bin/setpriv",
            [
                $"--reuid={Stranger}", $"--regid={Stranger}", "--clear-groups",
                ProgramsPlace.PathOf("pedosdb"), command, $"--socket={Guest.Endpoint}", .. arguments,
            ]));
}

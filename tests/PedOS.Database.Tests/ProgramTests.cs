using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Database.Tests;

/// <summary>The command pedosdb: what it prints and how it ends.</summary>
public sealed class ProgramTests : DatabaseTest
{
    [Fact]
    public async Task Read_PrintsValues()
    {
        await StartAsync(("/name", "testvm"), ("/city", "İstanbul\u001b[2J"));
        await ExpectAsync(0, "testvm\n", "read", "/name");
        await ExpectAsync(0, "/name = testvm\n", "read", "-f", "/name");
        await ExpectAsync(0, "\\xc4\\xb0stanbul\\x1b[2J\n", "read", "/city");
        await ExpectAsync(0, "İstanbul\u001b[2J\n", "read", "-r", "/city");
        await ExpectAsync(2, "testvm\n", "read", "/none", "/name");
        await ExpectAsync(0, "else\n", "read", "--default=else", "/none");
        await ExpectAsync(0, "else\n", "read", "-e", "else", "/none");
        await ExpectAsync(0, "testvm\n", "read", "-x", "/name");
        await ExpectAsync(2, "", "read", "-q", "/name");
    }

    [Fact]
    public async Task Read_Waits_WhenToldTo()
    {
        await StartAsync();
        await using ProgramUnderTest waiting = Guest.StartCommand("read", "-w", "/late");
        await Task.Delay(200, Token);
        Assert.False(waiting.HasExited);
        await Dom0.WriteAsync("/late", "came", Token);
        Assert.Equal(0, await waiting.WaitAsync(Token));
        Assert.Equal("came\n", waiting.Output);
    }

    [Fact]
    public async Task WriteListMultireadRm_Work()
    {
        await StartAsync();
        await ExpectAsync(0, "", "write", "/d/a", "1", "/d/b", "zwei");
        Assert.Equal("zwei", await ValueInDom0Async("/d/b"));
        await ExpectAsync(0, "a\nb\n", "list", "/d/");
        await ExpectAsync(0, "/d/a\n/d/b\n", "list", "-f", "/d/");
        await ExpectAsync(0, "a = 1\nb = zwei\n", "multiread", "/d/");
        await ExpectAsync(0, "/d/b = zwei\n", "multiread", "-f", "/d/b");
        await ExpectAsync(0, "", "rm", "/d/", "/never/was");
        await ExpectAsync(0, "", "list", "/");
    }

    [Fact]
    public async Task Watch_EndsAfterSoManyChanges()
    {
        await StartAsync();
        await using ProgramUnderTest watch = Guest.StartCommand("watch", "-n", "2", "/w/");
        while (!watch.HasExited)
        {
            await Dom0.WriteAsync("/w/x", "1", Token);
            await Task.Delay(20, Token);
        }

        Assert.Equal(0, await watch.WaitAsync(Token));
        Assert.Equal("/w/x\n/w/x\n", watch.Output);
    }

    [Theory]
    [InlineData("", "a command is needed")]
    [InlineData("dance", "no command dance")]
    [InlineData("read", "needs a path")]
    [InlineData("list /a /b", "one path")]
    [InlineData("write /a", "pairs")]
    [InlineData("read -e x /a /b", "exactly one")]
    [InlineData("watch -n x /a", "cannot understand")]
    [InlineData("read -Z /a", "cannot understand")]
    [InlineData("read -e", "needs a value")]
    [InlineData("read --json=x /a", "cannot understand")]
    [InlineData("write --json /a b", "prints nothing")]
    public async Task CommandLine_ThatIsWrong_IsExplained(string line, string problem)
    {
        await using ProgramUnderTest program = ProgramUnderTest.Start(
            new ProgramStart(
                ProgramsPlace.PathOf("pedosdb"), line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(1, await program.WaitAsync(Token));
        Assert.Contains(problem, program.Error, StringComparison.Ordinal);
        Assert.Contains("usage:", program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoDaemon_IsAnErrorThatSaysWhere()
    {
        foreach (string command in (string[])["read", "watch"])
        {
            await using ProgramUnderTest program = Guest.StartCommand(command, "/name");
            Assert.Equal(1, await program.WaitAsync(Token));
            Assert.Contains(Guest.Endpoint, program.Error, StringComparison.Ordinal);
        }
    }

    private async Task ExpectAsync(int exitCode, string output, params string[] arguments)
    {
        await using ProgramUnderTest program = Guest.StartCommand(arguments);
        Assert.Equal(exitCode, await program.WaitAsync(Token));
        Assert.Equal(output, program.Output);
    }

    private async Task<string?> ValueInDom0Async(string path)
    {
        while (Dom0[path] is null)
        {
            await Task.Delay(2, Token);
        }

        return Dom0[path];
    }
}

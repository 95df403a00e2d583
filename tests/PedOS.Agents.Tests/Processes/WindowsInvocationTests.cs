using System.Runtime.Versioning;
using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Processes;
using Xunit;

namespace PedOS.Agents.Tests.Processes;

[SupportedOSPlatform("windows")]
public sealed class WindowsInvocationTests
{
    private const string System32 = @"C:\Windows\System32";
    private const string Cmd = "\"C:\\Windows\\System32\\cmd.exe\" /d /e:on /v:off /s /c ";

    [Fact]
    public void For_StartsTheProgramItself_WhenItIsAnExecutable() => Assert.Equal(
        new WindowsInvocation(@"C:\a b\tool.EXE", "\"C:\\a b\\tool.EXE\" x \"y z\""),
        For(@"C:\a b\tool.EXE", "x", "y z"));

    [Theory]
    [InlineData(@"C:\s\run.cmd")]
    [InlineData(@"C:\s\run.Bat")]
    public void For_QuotesEveryArgument_WhenItIsABatchFile(string script) => Assert.Equal(
        new WindowsInvocation($@"{System32}\cmd.exe", $"{Cmd}\"\"{script}\" \"a & calc | x ^ <y> (z)\" \"日本\" \"\"\""),
        For(script, "a & calc | x ^ <y> (z)", "日本", string.Empty));

    [Theory]
    [InlineData("say \"hi\"")]
    [InlineData("\"&calc.exe")]
    [InlineData("%PATH%")]
    [InlineData("%CMDCMDLINE:~-1%&calc.exe")]
    [InlineData("two\nlines")]
    [InlineData("two\rlines")]
    [InlineData("ends\\")]
    [InlineData("bell\a")]
    [InlineData("nul\0")]
    public void For_Refuses_WhatABatchFileCannotBePassed(string argument)
    {
        LaunchException refused = Assert.Throws<LaunchException>(() => For(@"C:\s\run.cmd", "fine", argument));
        Assert.Equal(125, refused.ExitCode);
    }

    [Fact]
    public void For_Refuses_WhenTheBatchLineIsTooLong()
    {
        Assert.Equal(8191, For(@"C:\run.cmd", new string('x', 8191 - Cmd.Length - 17)).CommandLine.Length);
        _ = Assert.Throws<LaunchException>(() => For(@"C:\run.cmd", new string('x', 8191 - Cmd.Length - 16)));
    }

    [Fact]
    public void For_RunsPowerShellWithoutProfile_WhenItIsAScript() => Assert.Equal(
        new WindowsInvocation(
            $@"{System32}\WindowsPowerShell\v1.0\powershell.exe",
            $"\"{System32}\\WindowsPowerShell\\v1.0\\powershell.exe\" -NoProfile -NonInteractive "
            + "-ExecutionPolicy Bypass -File \"C:\\my s\\x.ps1\" \"a \\\"b\\\" $c\""),
        For(@"C:\my s\x.ps1", "a \"b\" $c"));

    [Theory]
    [InlineData(@"C:\s\run.cmd.")]
    [InlineData(@"C:\s\run.cmd ")]
    [InlineData(@"C:\s\readme.txt")]
    [InlineData(@"C:\s.exe\run")]
    [InlineData("")]
    public void For_Refuses_WhatIsNoProgram(string program) =>
        Assert.Equal(125, Assert.Throws<LaunchException>(() => For(program)).ExitCode);

    [Fact]
    public void For_TakesAShellCommandAsItIs()
    {
        const string Line = "cmd.exe /c echo %PATH% \"a b\" & echo x";
        Assert.Equal(new WindowsInvocation(null, Line), Shell(Line));
        Assert.Equal(125, Assert.Throws<LaunchException>(() => Shell(" \t")).ExitCode);
        Assert.Equal(125, Assert.Throws<LaunchException>(() => Shell("a\0b")).ExitCode);
        Assert.Equal(125, Assert.Throws<LaunchException>(() => Shell(new string('x', 32767))).ExitCode);
    }

    private static WindowsInvocation For(string program, params string[] arguments) =>
        WindowsInvocation.For(new LaunchRequest(program, arguments, null, [], "user", true), System32);

    private static WindowsInvocation Shell(string line) =>
        WindowsInvocation.For(new LaunchRequest(string.Empty, [], line, [], "user", true), System32);
}

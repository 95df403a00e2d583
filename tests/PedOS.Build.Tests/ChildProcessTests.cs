using System.Diagnostics;
using System.Globalization;
using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests;

public sealed class ChildProcessTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly MachinePace Quiet = new(1, 1, static () => null);

    [Fact]
    public async Task RunAsync_ReturnsExitCodeAndBothStreams()
    {
        ChildResult result = await RunAsync("echo out; echo err >&2; exit 7", Long);

        Assert.Equal(7, result.ExitCode);
        Assert.False(result.Succeeded);
        Assert.Equal(["err", "out"], result.Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task RunAsync_KillsTheWholeTree_WhenItsTimeIsOver()
    {
        ChildResult result = await RunAsync("sleep 1000 & echo $!; wait", TimeSpan.FromSeconds(1));

        Assert.True(result.TimedOut);
        Assert.False(result.Succeeded);
        await AssertGoneAsync(result.Lines[0]);
    }

    [Fact]
    public async Task RunAsync_WaitsLonger_WhenTheMachineIsBusy()
    {
        MachinePace busy = new(1, 2, static () => "40.00 20.00 10.00 41/900 12345");

        ChildResult result = await ChildProcess.RunAsync(
            Shell("sleep 3; echo done", TimeSpan.FromSeconds(1)) with { Pace = busy },
            TestContext.Current.CancellationToken);

        Assert.True(result.Succeeded);
        Assert.Equal(["done"], result.Lines);
        Assert.InRange(result.Elapsed, TimeSpan.FromSeconds(2.9), TimeSpan.MaxValue);
    }

    [Fact]
    public async Task RunAsync_SaysHowLongItWaited_WhenItsTimeIsOver()
    {
        using var screen = new StringWriter();

        ChildResult result = await ChildProcess.RunAsync(
            Shell("sleep 1000", TimeSpan.FromSeconds(1)) with { Screen = screen },
            TestContext.Current.CancellationToken);

        Assert.StartsWith("killed after ", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("(1 s on a quiet machine)", screen.ToString(), StringComparison.Ordinal);
        Assert.InRange(result.Elapsed, TimeSpan.FromSeconds(0.9), Long);
    }

    [Fact]
    public async Task RunAsync_KillsTheWholeTree_WhenCancelled()
    {
        using var cancel = new CancellationTokenSource();
        string file = Path.GetTempFileName();
        try
        {
            Task<ChildResult> run = RunAsync($"sleep 1000 & echo $! > '{file}'; wait", Long, cancel.Token);
            string pid = "";
            while (!pid.EndsWith('\n'))
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
                pid = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            }

            await cancel.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
            await AssertGoneAsync(pid.Trim());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task RunAsync_DoesNotWaitForAGrandchildThatKeepsThePipes()
    {
        var watch = Stopwatch.StartNew();

        ChildResult result = await RunAsync("sleep 30 & echo $!", Long);

        Assert.True(result.Succeeded);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        using var left = Process.GetProcessById(int.Parse(result.Lines[0], CultureInfo.InvariantCulture));
        left.Kill();
    }

    [Fact]
    public async Task RunAsync_ShowsEveryLineButTheClosingLine()
    {
        using var screen = new StringWriter();

        await ChildProcess.RunAsync(
            Shell("echo one; echo 1 passed, 0 failed; echo two", Long) with
            {
                Screen = screen,
                Indent = "> ",
                HideClosingLine = true,
            },
            TestContext.Current.CancellationToken);

        Assert.Equal("> one\n> two\n", screen.ToString());
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(3, "one\n")]
    public async Task RunAsync_ShowsKeptLines_OnlyWhenTheProgramFails(int exitCode, string expected)
    {
        using var screen = new StringWriter();

        await ChildProcess.RunAsync(
            Shell($"echo one; exit {exitCode}", Long) with { Screen = screen, ShowOnlyOnFailure = true },
            TestContext.Current.CancellationToken);

        Assert.Equal(expected, screen.ToString());
    }

    [Fact]
    public async Task RunAsync_NamesTheProgram_WhenItCannotBeStarted()
    {
        BuildException error = await Assert.ThrowsAsync<BuildException>(() => ChildProcess.RunAsync(
            new ChildCommand("/nonexistent/program") { WorkingDirectory = "/", Timeout = Long },
            TestContext.Current.CancellationToken));

        Assert.Contains("/nonexistent/program", error.Message, StringComparison.Ordinal);
    }

    private static Task<ChildResult> RunAsync(
        string script, TimeSpan timeout, CancellationToken? cancellationToken = null) =>
        ChildProcess.RunAsync(Shell(script, timeout), cancellationToken ?? TestContext.Current.CancellationToken);

    private static ChildCommand Shell(string script, TimeSpan timeout) =>
        new("/bin/sh", "-c", script)
        {
            WorkingDirectory = "/",
            Timeout = timeout,
            Pace = Quiet,
            Screen = TextWriter.Null,
        };

    // A killed orphan is a zombie until init collects it.
    private static async Task AssertGoneAsync(string pid)
    {
        string stat = $"/proc/{pid}/stat";
        for (int i = 0; i < 100; i++)
        {
            if (!File.Exists(stat) || (await ReadOrEmptyAsync(stat)).Contains(") Z ", StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"process {pid} is still there");
    }

    private static async Task<string> ReadOrEmptyAsync(string path)
    {
        try
        {
            return await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            return ") Z ";
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using PedOS.Agents.Processes;
using PedOS.Agents.Sessions;
using PedOS.Agents.Windows.Processes;
using PedOS.Agents.Windows.Security;
using PedOS.Agents.Windows.Sessions;
using PedOS.Agents.Windows.Tests.Child;
using PedOS.Agents.Windows.Tests.Sessions;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Processes;

public sealed class WindowsProcessLauncherTests
{
    private const int Timeout = 60_000;
    private static readonly CancellationToken Never = CancellationToken.None;

    public static TheoryData<string[]> Arguments => new(
        ["plain"],
        [""],
        ["two words", "", "x"],
        ["a\"b", "\"", "\"\"", "\\\"", "a\\\\\"b"],
        [@"C:\dir\", @"C:\my dir\", @"\\server\share\", "\\\\\\"],
        ["%PATH%", "^&|<>()!x!", "$(x)", "`x`", "'x'"],
        ["line\nend", "line\r\nend", "tab\tbell\a"],
        ["Größe", "İstanbul ığüşöç", "日本語", "العربية", "😀 \u00a0"],
        ["--flag=value with blank", "-", "/?"]);

    [PatientTheory(Timeout = Timeout)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(255)]
    [InlineData(1000)]
    [InlineData(-1)]
    public async Task Start_ReportsTheExitCode(int code) =>
        Assert.Equal(code, (await Launching.RunAsync(Launching.Child("exit", $"{code}"))).ExitCode);

    [PatientTheory(Timeout = Timeout)]
    [MemberData(nameof(Arguments))]
    public async Task Start_PassesArgumentsUnchanged(string[] arguments)
    {
        (int code, string output, _) = await Launching.RunAsync(Launching.Child(["arguments", .. arguments]));
        Assert.Equal(0, code);
        Assert.Equal(arguments, output.Split('\n').Select(a => Encoding.UTF8.GetString(Convert.FromHexString(a))));
    }

    [PatientTheory(Timeout = Timeout)]
    [InlineData(1 << 20)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Start_CopiesInputToOutput(int size)
    {
        byte[] sent = RandomNumberGenerator.GetBytes(size);
        using ILaunchedProcess process = await Launching.StartAsync(Launching.Child("copy"));
        Task<byte[]> output = Launching.ReadAllAsync(process.Output);
        for (int at = 0; at < size; at += 65536)
        {
            Assert.True(await process.Input.WriteAsync(sent.AsMemory(at, Math.Min(65536, size - at)), Never));
        }

        process.Input.Complete();
        Assert.False(await process.Input.WriteAsync(new byte[1], Never));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(sent)), Convert.ToHexString(SHA256.HashData(await output)));
        Assert.Empty(await Launching.ReadAllAsync(process.Error!));
        Assert.Equal(0, await process.Exited);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Start_KeepsOutputAndErrorApart()
    {
        Assert.Equal((0, "to output", "to error"), await Launching.RunAsync(Launching.Child("both")));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Write_ReturnsFalse_WhenTheProgramClosedItsInput_AndItsOutputStaysReadable()
    {
        using EventWaitHandle end = NamedEvent(out string name);
        using ILaunchedProcess process = await Launching.StartAsync(Launching.ChildWithoutConsole("close-input", name));
        Assert.Equal("closed", await Launching.ReadTextAsync(process.Output, 6));
        while (await process.Input.WriteAsync(new byte[65536], Never))
        {
        }

        Assert.False(process.Exited.IsCompleted);
        _ = end.Set();
        Assert.Empty(await Launching.ReadAllAsync(process.Output));
        Assert.Equal(0, await process.Exited);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Read_ReturnsZero_WhenTheProgramClosedItsOutput_BeforeItExits()
    {
        using EventWaitHandle end = NamedEvent(out string name);
        using ILaunchedProcess process =
            await Launching.StartAsync(Launching.ChildWithoutConsole("close-output", name));
        Assert.Equal("before", Encoding.UTF8.GetString(await Launching.ReadAllAsync(process.Output)));
        Assert.False(process.Exited.IsCompleted);
        _ = end.Set();
        Assert.Equal(5, await process.Exited);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Read_DoesNotTakeAnEmptyWriteForTheEnd() =>
        Assert.Equal("onetwo", (await Launching.RunAsync(Launching.Child("empty-write"))).Output);

    [PatientFact(Timeout = Timeout)]
    public async Task Start_GivesTheVariablesOfTheCall_AndNoneOfOurOwn()
    {
        Environment.SetEnvironmentVariable("QREXEC_REMOTE_DOMAIN", "an earlier caller");
        Environment.SetEnvironmentVariable("qrexec_service_argument", "left over");
        Environment.SetEnvironmentVariable("PEDOS_KEPT", "Ärger=日本");
        try
        {
            string[] seen = (await Launching.RunAsync(Launching.Child("environment"))).Output.Split('\n');
            Assert.Equal(
                [$"QREXEC_AGENT_PID={Environment.ProcessId}", "QREXEC_REMOTE_DOMAIN=work"],
                seen.Where(v => v.StartsWith("QREXEC", StringComparison.OrdinalIgnoreCase))
                    .Order(StringComparer.Ordinal));
            Assert.Contains("PEDOS_KEPT=Ärger=日本", seen);
            Assert.Contains(seen, v => v.StartsWith("PATH=", StringComparison.OrdinalIgnoreCase));
        }
        finally
        {
            Environment.SetEnvironmentVariable("QREXEC_REMOTE_DOMAIN", null);
            Environment.SetEnvironmentVariable("qrexec_service_argument", null);
            Environment.SetEnvironmentVariable("PEDOS_KEPT", null);
        }
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Start_LeavesOurOwnEnvironmentAlone()
    {
        _ = await Launching.RunAsync(Launching.Child("exit", "0"));
        Assert.Null(Environment.GetEnvironmentVariable("QREXEC_REMOTE_DOMAIN"));
        Assert.Null(Environment.GetEnvironmentVariable("QREXEC_AGENT_PID"));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Start_InheritsNoOtherHandle()
    {
        // Far above what a small program has open by itself, so that the number means nothing there by chance.
        List<EventWaitHandle> above = [];
        try
        {
            for (int i = 0; i < 2000; i++)
            {
                above.Add(new EventWaitHandle(false, EventResetMode.ManualReset));
            }

            nint secret = above[^1].SafeWaitHandle.DangerousGetHandle();
            Assert.True(NativeProbe.SetHandleInformation(secret, 1, 1));
            Assert.Equal("not seen", (await Launching.RunAsync(Launching.Child("handle", $"{secret}"))).Output);
        }
        finally
        {
            above.ForEach(e => e.Dispose());
        }
    }

    // Windows' rule: "All processes within a job must run within the same session as the job", and a user's program is
    // in another one than we are. Wine does not know it, so that only a program without a job is the same on both.
    [PatientFact(Timeout = Timeout)]
    public async Task Start_PutsTheProgramIntoNoJob() =>
        Assert.Equal("in no job", (await Launching.RunAsync(Launching.Child("job"))).Output);

    [PatientFact(Timeout = Timeout)]
    public async Task Dispose_LeavesTheProgramRunning()
    {
        using EventWaitHandle end = NamedEvent(out string name);
        ILaunchedProcess process = await Launching.StartAsync(Launching.Child("close-output", name));
        Assert.Equal("before", await Launching.ReadTextAsync(process.Output, 6));
        process.Dispose();
        await Task.Delay(300);
        Assert.False(process.Exited.IsCompleted);
        _ = end.Set();
        Assert.Equal(5, await process.Exited);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Start_BeginsInTheHomeDirectory() => Assert.Equal(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        (await Launching.RunAsync(Launching.Child("directory"))).Output,
        ignoreCase: true);

    [PatientFact(Timeout = Timeout)]
    public async Task Start_RunsAShellCommandAsItIs()
    {
        (int code, string output, _) =
            await Launching.RunAsync(Launching.Shell("cmd.exe /d /c echo a  \"b\" && exit 3"));
        Assert.Equal("a  \"b\"", output.TrimEnd());
        Assert.Equal(3, code);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Start_RunsABatchFile_WithArgumentsThatMeanNothingToCmd()
    {
        string directory = Directory.CreateTempSubdirectory("pedos stdio & test").FullName;
        string script = Path.Combine(directory, "say.cmd");
        try
        {
            await File.WriteAllTextAsync(script, "@echo off\r\necho [%1] [%2]\r\nexit /b 7\r\n");
            (int code, string output, _) =
                await Launching.RunAsync(Launching.Plan(script, "a & echo injected", "x | y > z ^ (w)"));
            Assert.Equal("[\"a & echo injected\"] [\"x | y > z ^ (w)\"]", output.TrimEnd());
            Assert.Equal(7, code);
        }
        finally
        {
            Directory.Delete(directory, true);
        }
    }

    [PatientFact(
        Timeout = Timeout,
        Skip = "evidence windows: Wine has no PowerShell",
        SkipType = typeof(Wine),
        SkipWhen = nameof(Wine.IsHere))]
    public async Task Start_RunsAPowerShellScript()
    {
        string script = Path.Combine(Path.GetTempPath(), $"pedos {Guid.NewGuid():N}.ps1");
        try
        {
            await File.WriteAllTextAsync(script, "param($a, $b) \"[$a] [$b]\"; exit 7");
            (int code, string output, _) = await Launching.RunAsync(Launching.Plan(script, "x \"y\"", "$(z)"));
            Assert.Equal("[x \"y\"] [$(z)]", output.TrimEnd());
            Assert.Equal(7, code);
        }
        finally
        {
            File.Delete(script);
        }
    }

    [PatientFact(Timeout = Timeout)]
    public async Task StartDetached_StartsTheProgramOnTheNullDevice()
    {
        using EventWaitHandle done = NamedEvent(out string name);
        Assert.NotEqual(0, await Launching.Launcher.StartDetachedAsync(Launching.Child("signal", name), Never));
        Assert.True(done.WaitOne(TimeSpan.FromSeconds(30)));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Start_FailsWith127_WhenThereIsNoSuchProgram()
    {
        LaunchException missing = await Assert.ThrowsAsync<LaunchException>(
            () => Launching.StartAsync(Launching.Plan(@"C:\no such place\no.exe")).AsTask());
        Assert.Equal(127, missing.ExitCode);
        Assert.Contains("no.exe", missing.Message, StringComparison.Ordinal);
        Assert.Equal(127, (await Assert.ThrowsAsync<LaunchException>(
            () => Launching.StartAsync(Launching.Shell("no-such-program-anywhere x")).AsTask())).ExitCode);
        Assert.Equal(127, (await Assert.ThrowsAsync<LaunchException>(
            () => Launching.Launcher.StartDetachedAsync(Launching.Plan(@"C:\no.exe"), Never).AsTask())).ExitCode);
    }

    // Passwords stand in commands: what cannot be started is named, marked, and without its arguments.
    [PatientFact(Timeout = Timeout)]
    public async Task Start_NamesTheProgramAlone_WhenItFails()
    {
        foreach (LaunchRequest plan in (LaunchRequest[])
            [Launching.Shell("no-such.exe -u bob:Hunter22"), Launching.Plan(@"C:\no-such.exe", "Hunter22")])
        {
            LaunchException missing = await Assert.ThrowsAsync<LaunchException>(
                () => Launching.StartAsync(plan).AsTask());
            Assert.StartsWith("⟦no-such.exe⟧ cannot be started: ", missing.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("Hunter22", missing.ToString(), StringComparison.Ordinal);
        }
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Start_FailsWith125_WhenTheFileIsNoProgram()
    {
        string file = Path.Combine(Path.GetTempPath(), $"pedos-{Guid.NewGuid():N}.exe");
        await File.WriteAllTextAsync(file, "this is not a program");
        try
        {
            Assert.Equal(125, (await Assert.ThrowsAsync<LaunchException>(
                () => Launching.StartAsync(Launching.Plan(file)).AsTask())).ExitCode);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [PatientTheory(Timeout = Timeout)]
    [InlineData("SYSTEM")]
    [InlineData("root")]
    [InlineData("somebody else")]
    public async Task Start_FailsWith125_ForAnotherUser_WhenWeAreNotLocalSystem(string user)
    {
        LaunchRequest plan = Launching.Child("exit", "0") with { User = user };
        LaunchException refused = await Assert.ThrowsAsync<LaunchException>(() => Launching.StartAsync(plan).AsTask());
        Assert.Equal(125, refused.ExitCode);
        Assert.Contains(user, refused.Message, StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Start_FailsWith125_WhenTheSystemDoesNotTellWhoIsThere()
    {
        TokenAccount system = new(TokenAccount.LocalSystemSid, "SYSTEM", "NT AUTHORITY");
        FakeSessions sessions = new() { IsDown = true };
        WindowsProcessLauncher launcher = new(new LaunchAccounts(
            sessions, new SessionEvents(), system, "PC", null, TimeSpan.Zero, new ManualTime()));
        LaunchRequest plan = Launching.Child("exit", "0") with { User = "SYSTEM" };
        LaunchException started = await Assert.ThrowsAsync<LaunchException>(
            () => launcher.StartAsync(plan, Never).AsTask());
        Assert.Equal(125, started.ExitCode);
        Assert.Contains("down", started.Message, StringComparison.Ordinal);
        Assert.Equal(125, (await Assert.ThrowsAsync<LaunchException>(
            () => launcher.StartDetachedAsync(plan, Never).AsTask())).ExitCode);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Start_LeavesNoHandleBehind_WhenItFails()
    {
        await FailAsync();
        using System.Diagnostics.Process self = System.Diagnostics.Process.GetCurrentProcess();
        int before = self.HandleCount;
        for (int i = 0; i < 50; i++)
        {
            await FailAsync();
        }

        self.Refresh();
        Assert.InRange(self.HandleCount, 0, before + 20);

        static async Task FailAsync() => await Assert.ThrowsAsync<LaunchException>(
            () => Launching.StartAsync(Launching.Plan(@"C:\no.exe")).AsTask());
    }

    [PatientFact(Timeout = 120_000)]
    public async Task ManyPrograms_RunAtOnce()
    {
        Task<(int ExitCode, string Output, string Error)>[] all =
            [.. Enumerable.Range(0, 12).Select(i => Launching.RunAsync(Launching.Child("exit", $"{i}")))];
        for (int i = 0; i < all.Length; i++)
        {
            Assert.Equal(i, (await all[i]).ExitCode);
        }
    }

    private static EventWaitHandle NamedEvent(out string name)
    {
        name = $"pedos-test-{Guid.NewGuid():N}";
        return new EventWaitHandle(false, EventResetMode.ManualReset, name);
    }
}

using System.Diagnostics;
using System.Text.Json;
using PedOS.TestKit.Hives;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Setup.Tests;

public sealed class SetupProgramTests
{
    private const string StuckFile = "qubes-rpc/qubes.VMShell";

    private static readonly string[] AgentOnly = ["--component", "Agent"];

    [PatientFact(Timeout = 120_000)]
    public async Task Install_ToUninstall_LeavesTheImageAsItWas()
    {
        using SetupBench bench = new();

        SetupRun installed = await bench.InstallAsync(AgentOnly);
        Assert.Equal((0, ""), (installed.Code, installed.Error));
        Assert.Contains("1.2.3 are installed: Shared, Agent", installed.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(bench.Image.At(@"Program Files\PedOS Tools\bin\qrexec-agent.exe")));
        Assert.Equal(2, Directory.GetFiles(bench.Books, "PedOS_Windows_Tools_*.log").Length);

        SetupRun status = await bench.GoAsync("status");
        Assert.Equal(0, status.Code);
        Assert.Contains("Core agent", status.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.GoAsync("test")).Code);

        SetupRun level = await bench.GoAsync("log-level", "Debug", "--component", "qrexec-agent");
        Assert.Equal(0, level.Code);
        Assert.Contains(
            WindowsImageSnapshot.Export(bench.Image.Software, "SOFTWARE"),
            static line => line.EndsWith(
                @"PedOS Tools\qrexec-agent] ""LogLevel""=dword:00000004", StringComparison.Ordinal));

        SetupRun removed = await bench.GoAsync("uninstall", "--json");
        Assert.Equal((0, ""), (removed.Code, removed.Error));
        string log = removed.Json.GetProperty("log").GetString()!;
        Assert.Contains("Nothing stays installed.", await File.ReadAllTextAsync(log), StringComparison.Ordinal);
        File.Delete(log);
        File.Delete(log.Replace(".log", "_verbose.log", StringComparison.Ordinal));
        bench.AssertUnchanged();
        Assert.Equal(8, (await bench.GoAsync("status")).Code);
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Json_IsAllThatIsOnStandardOutput()
    {
        using SetupBench bench = new();

        SetupRun plan = await bench.InstallAsync("--json", "--dry-run");
        Assert.NotEmpty(plan.Json.GetProperty("plan").GetProperty("steps").EnumerateArray());
        bench.AssertUnchanged();

        SetupRun installed = await bench.InstallAsync("--json", "--verbose");
        Assert.Equal("Done", installed.Json.GetProperty("phase").GetString());
        SetupRun status = await bench.GoAsync("status", "--json");
        Assert.Equal("1.2.3", status.Json.GetProperty("version").GetString());
        Assert.Equal(bench.Image.Root, status.Json.GetProperty("machine").GetProperty("location").GetString());
        SetupRun levels = await bench.GoAsync("log-level", "Verbose", "--json");
        Assert.Equal("Verbose", levels.Json.GetProperty("level").GetString());
        SetupRun wrong = await bench.GoAsync("uninstall", "--component", "Nothing", "--json");
        Assert.Equal(2, wrong.Code);
        JsonElement error = wrong.Json.GetProperty("error");
        Assert.Equal("UnknownComponent", error.GetProperty("id").GetString());
        Assert.NotEqual("", error.GetProperty("remedy").GetString());
        Assert.Equal("", wrong.Error);
        SetupRun usage = await SetupRun.GoAsync("--json", "nonsense");
        Assert.Equal(2, usage.Json.GetProperty("exitCode").GetInt32());
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Verbose_HasALineForEachStep_AndQuietHasNone()
    {
        using SetupBench bench = new();

        SetupRun quiet = await bench.InstallAsync([.. AgentOnly, "--quiet"]);
        Assert.Equal((0, "", ""), (quiet.Code, quiet.Output, quiet.Error));
        SetupRun verbose = await bench.GoAsync("uninstall", "--verbose");
        Assert.Contains("Remove  service            qrexec-agent", verbose.Output, StringComparison.Ordinal);
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Test_FindsWhatIsMissing_AndRepairBringsItBack()
    {
        using SetupBench bench = new();
        Assert.Equal(0, (await bench.InstallAsync(AgentOnly)).Code);
        string program = bench.Image.At(@"Program Files\PedOS Tools\bin\qrexec-agent.exe");
        File.Delete(program);

        SetupRun found = await bench.GoAsync("test");
        Assert.Equal(7, found.Code);
        Assert.Contains("changed or missing: file C:", found.Output, StringComparison.Ordinal);
        Assert.Contains("qrexec-agent.exe", found.Output, StringComparison.Ordinal);
        Assert.Contains("Run setup repair.", found.Output, StringComparison.Ordinal);
        JsonElement[] failed = [.. (await bench.GoAsync("test", "--json")).Json.GetProperty("checks").EnumerateArray()
            .Where(static c => c.GetProperty("state").GetString() == "Fail")];
        Assert.Equal("Component Agent", Assert.Single(failed).GetProperty("name").GetString());

        Assert.Equal(0, (await bench.GoAsync("repair", "--source", bench.Package, "--allow-unsigned")).Code);
        Assert.True(File.Exists(program));
        Assert.Equal(0, (await bench.GoAsync("test")).Code);
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Undo_PutsTheLastOperationBack()
    {
        using SetupBench bench = new();
        Assert.Equal(0, (await bench.InstallAsync(AgentOnly)).Code);

        SetupRun undone = await bench.GoAsync("undo");

        Assert.Equal(0, undone.Code);
        Assert.False(Directory.Exists(bench.Image.At(@"Program Files\PedOS Tools")));
        Assert.Equal(8, (await bench.GoAsync("status")).Code);
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Uninstall_LeavesMovedProfilesAlone_OrIsRefused()
    {
        using SetupBench bench = new();
        Assert.Equal(0, (await bench.InstallAsync("--component", "MoveProfiles")).Code);
        string users = bench.Image.At("Users");
        string moved = users + ".private";
        Directory.Move(users, moved);
        Directory.CreateSymbolicLink(users, moved);

        SetupRun refused = await bench.GoAsync("uninstall");
        Assert.Equal(4, refused.Code);
        Assert.Contains("(MovedProfiles)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--keep-profile", refused.Error, StringComparison.Ordinal);
        Assert.Equal(4, (await bench.GoAsync("undo")).Code);
        Assert.Equal(0, (await bench.GoAsync("test")).Code);

        Assert.Equal(0, (await bench.GoAsync("uninstall", "--keep-profile")).Code);
        Assert.Equal(moved, new DirectoryInfo(users).LinkTarget);
        Directory.Delete(users);
        Directory.Move(moved, users);
        bench.AssertUnchanged();
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Install_UsesDriversOfOthers_WhenItIsAskedTo()
    {
        using SetupBench bench = new();
        bench.AddDrivers(SampleXenDriver.Guard);
        WindowsImageSnapshot before = bench.Image.Snapshot();

        SetupRun refused = await bench.InstallAsync(AgentOnly);
        Assert.Equal(4, refused.Code);
        Assert.Contains("(ForeignTools)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--adopt-drivers", refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await bench.InstallAsync("--adopt-drivers", "--component", "XenBase")).Code);
        SetupRun plan = await bench.InstallAsync("--adopt-drivers", "--dry-run");
        Assert.Contains(
            "uses what others have installed: driver xeniface version 9.1.0.5", plan.Output, StringComparison.Ordinal);

        SetupRun installed = await bench.InstallAsync("--adopt-drivers");
        Assert.Equal((0, ""), (installed.Code, installed.Error));
        Assert.Contains("are installed: Shared, Agent, Gui", installed.Output, StringComparison.Ordinal);
        SetupRun status = await bench.GoAsync("status");
        Assert.Contains("uses the driver xenbus 9.1.0.5 that others", status.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["xenbus 9.1.0.5", "xeniface 9.1.0.5"],
            (await bench.GoAsync("status", "--json")).Json.GetProperty("adoptedDrivers").EnumerateArray()
                .Select(static d => d.GetString()));
        Assert.Equal(0, (await bench.GoAsync("test")).Code);
        Assert.Equal(0, (await bench.GoAsync("repair", "--source", bench.Package, "--allow-unsigned")).Code);

        Assert.Equal(0, (await bench.GoAsync("uninstall")).Code);
        Assert.Empty(before.DifferenceTo(bench.Image.Snapshot()));
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Install_AdoptsNoDriver_ThatLetsEverybodyIn()
    {
        using SetupBench bench = new();
        bench.AddDrivers("");
        WindowsImageSnapshot before = bench.Image.Snapshot();

        SetupRun refused = await bench.InstallAsync("--adopt-drivers");

        Assert.Equal(4, refused.Code);
        Assert.Contains("(VulnerableDriver)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("XSA-468", refused.Error, StringComparison.Ordinal);
        Assert.Empty(before.DifferenceTo(bench.Image.Snapshot()));
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Install_PutsEverythingBack_WhenAFileIsDamaged()
    {
        using SetupBench bench = new();
        File.AppendAllText(Path.Join(bench.Package, "bin/qrexec-agent.exe"), "x");

        SetupRun failed = await bench.InstallAsync(AgentOnly);

        Assert.Equal(1, failed.Code);
        Assert.Contains("(DamagedPackage)", failed.Error, StringComparison.Ordinal);
        Assert.Contains("everything was put back", failed.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(bench.Image.At(@"Program Files\PedOS Tools")));
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Install_IsRefused_WhileAnotherOneRuns()
    {
        using SetupBench bench = new();
        Directory.CreateDirectory(bench.Books);
        using FileStream held = new(
            Path.Join(bench.Books, "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        SetupRun refused = await bench.InstallAsync();

        Assert.Equal(5, refused.Code);
        Assert.Contains("(Busy)", refused.Error, StringComparison.Ordinal);
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Interrupt_PutsEverythingBack()
    {
        using SetupBench bench = new();
        bench.Promise(StuckFile, 1L << 20);
        using Process process = await StartStuckInstallAsync(bench);

        // It waits for the file; each byte of it is an occasion to look whether it was stopped.
        await using FileStream pipe = await bench.ReaderAsync(StuckFile);
        Signals.Send(process.Id, Signals.Interrupt);
        await SetupBench.FeedAsync(pipe);
        SetupRun cancelled = await SetupRun.EndAsync(process);

        Assert.Equal(130, cancelled.Code);
        Assert.Contains("(Cancelled)", cancelled.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(bench.Image.At(@"Program Files\PedOS Tools")));
        Assert.Equal(8, (await bench.GoAsync("status")).Code);
    }

    [PatientTheory(Timeout = 120_000)]
    [InlineData("undo")]
    [InlineData("resume")]
    public async Task KilledInstall_IsTold_AndCanBeUndoneOrResumed(string verb)
    {
        using SetupBench bench = new();
        using Process process = await StartStuckInstallAsync(bench);
        process.Kill();
        await SetupRun.EndAsync(process);
        bench.Unstick(StuckFile);

        Assert.Equal(6, (await bench.GoAsync("status")).Code);
        SetupRun again = await bench.InstallAsync(AgentOnly);
        Assert.Equal(6, again.Code);
        Assert.Contains("(UnfinishedOperation)", again.Error, StringComparison.Ordinal);

        string[] source = verb == "resume" ? ["--source", bench.Package] : [];
        Assert.Equal(0, (await bench.GoAsync([verb, .. source])).Code);
        Assert.Equal(verb == "resume" ? 0 : 8, (await bench.GoAsync("status")).Code);
        Assert.Equal(verb == "resume", File.Exists(bench.Image.At(@"Program Files\PedOS Tools\bin\setup.exe")));
    }

    [PatientTheory(Timeout = 60_000)]
    [InlineData("usage", "--help")]
    [InlineData("--source DIR", "install", "--help")]
    [InlineData("AutomaticLogon", "uninstall", "--help")]
    [InlineData("LEVEL", "log-level", "--help")]
    [InlineData("setup 0.", "--version")]
    public async Task Help_IsOnStandardOutput(string text, params string[] arguments)
    {
        SetupRun help = await SetupRun.GoAsync(arguments);

        Assert.Equal((0, ""), (help.Code, help.Error));
        Assert.Contains(text, help.Output, StringComparison.Ordinal);
    }

    [PatientTheory(Timeout = 60_000)]
    [InlineData("no verb")]
    [InlineData("\"destroy\"", "destroy")]
    [InlineData("--purge", "uninstall", "--purge")]
    [InlineData("--component needs", "install", "--component")]
    [InlineData("empty name", "install", "--component", "Agent,,Gui")]
    [InlineData("--template makes no sense", "uninstall", "--template")]
    [InlineData("--adopt-drivers makes no sense", "repair", "--adopt-drivers")]
    [InlineData("--keep-profile makes no sense", "install", "--keep-profile")]
    [InlineData("--restart makes no sense", "install", "--restart", "--image", "x")]
    [InlineData("exclude each other", "status", "--quiet", "--verbose")]
    [InlineData("\"Loud\"", "log-level", "Loud")]
    [InlineData("\"9\"", "log-level", "9")]
    [InlineData("\"Error,Warning\"", "log-level", "Error,Warning")]
    [InlineData("\"+3\"", "log-level", "+3")]
    [InlineData("\" 3\"", "log-level", " 3")]
    [InlineData("\"03\"", "log-level", "03")]
    [InlineData("set and reset", "log-level", "Info", "--reset")]
    public async Task BadUsage_IsTold(string text, params string[] arguments)
    {
        SetupRun refused = await SetupRun.GoAsync(arguments);

        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Contains(text, refused.Error, StringComparison.Ordinal);
    }

    [PatientTheory(Timeout = 60_000)]
    [InlineData(4, "(UnsupportedWindows)", "status")]
    [InlineData(4, "(NotAnImage)", "status", "--image", "/tmp")]
    [InlineData(4, "(NotAnImage)", "install", "--image", "/no such folder")]
    public async Task AMachineThatIsNone_IsRefused(int code, string text, params string[] arguments)
    {
        SetupRun refused = await SetupRun.GoAsync(arguments);

        Assert.Equal(code, refused.Code);
        Assert.Contains(text, refused.Error, StringComparison.Ordinal);
    }

    [PatientFact(Timeout = 60_000)]
    public async Task WhatIsNotThere_IsTold()
    {
        using SetupBench bench = new();

        Assert.Equal(8, (await bench.GoAsync("uninstall")).Code);
        Assert.Equal(8, (await bench.GoAsync("test")).Code);
        Assert.Equal(4, (await bench.GoAsync("resume")).Code);
        Assert.Equal(4, (await bench.GoAsync("install", "--source", bench.Books)).Code);
        Assert.Equal(2, (await bench.InstallAsync("--component", "AutomaticLogon")).Code);
        Assert.Equal(2, (await bench.GoAsync("log-level", "--component", "notepad")).Code);
        bench.AssertUnchanged();
    }

    // In the middle of an installation as long as a test wants: a file of the package does not come.
    private static async Task<Process> StartStuckInstallAsync(SetupBench bench)
    {
        bench.Stick(StuckFile);
        Process process = SetupRun.Start(
            ["install", "--source", bench.Package, "--allow-unsigned", .. AgentOnly, "--image", bench.Image.Root]);
        string folder = bench.Image.At(@"Program Files\PedOS Tools\qubes-rpc");
        while (!Directory.Exists(folder) && !process.HasExited)
        {
            await Task.Delay(2);
        }

        Assert.False(process.HasExited);
        return process;
    }
}

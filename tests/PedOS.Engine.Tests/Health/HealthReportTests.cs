using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using Xunit;

namespace PedOS.Engine.Tests.Health;

public sealed class HealthReportTests : IDisposable
{
    private readonly FakeWindows _machine = new();
    private readonly SamplePackage _package = new("1.0.0");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Run_FindsNothing_OnAMachineThatIsWhole()
    {
        Install(ComponentNames.Agent, ComponentNames.XenBase);

        HealthCheck[] checks = Run();

        Assert.All(checks, static c => Assert.Equal((HealthState.Pass, ""), (c.State, c.Remedy)));
        Assert.Equal(
            [
                "Windows", "OtherGuestTools", "Operations", "Installation", "Component Shared", "Component XenBase",
                "Component Agent", "Configuration", "Service PedOSdb-daemon", "Service qrexec-agent",
                "Service network-setup", "Restart", "DriverSigning",
            ],
            checks.Select(static c => c.Name));
        Assert.Equal("test signing is allowed", checks[^1].Detail);
    }

    [Fact]
    public void Run_SaysThatNothingIsInstalled_AndThenNoMore()
    {
        HealthCheck last = Run()[^1];

        Assert.Equal(
            new HealthCheck(
                "Installation",
                HealthState.Fail,
                "the tools are not installed on FAKE",
                "Install them with Install-PedOSTools."),
            last);
        Assert.Equal("Install them with setup install.", Run(HealthAdvice.Program)[^1].Remedy);
    }

    [Theory]
    [InlineData(17762, true)]
    [InlineData(22631, false)]
    public void Windows_Fails_WhenItIsNotSupported(int build, bool is64Bit)
    {
        _machine.Facts = _machine.Facts with { Build = build, Is64Bit = is64Bit };

        Expect("Windows", HealthState.Fail, $"(build {build}) is not supported", "64-bit Windows 10 1809");
    }

    [Fact]
    public void OtherGuestTools_AreNamed()
    {
        Install(ComponentNames.Agent);
        _machine.Services.Set(new("XenSvc", "Xen guest agent", "", "x", ServiceStart.Automatic, "", 0));

        Expect("OtherGuestTools", HealthState.Degraded, "XenServer VM Tools (service XenSvc) is", "Uninstall it");
    }

    [Fact]
    public void OtherGuestTools_ThatWereUninstalledAndRun_AreThereUntilTheRestart()
    {
        Install(ComponentNames.Agent);
        _machine.RunningServices.Add("QrexecAgent");

        Expect("OtherGuestTools", HealthState.Degraded, "service QrexecAgent", "Uninstall it");
        _machine.Restart(Survival.Everything);
        Assert.Equal(HealthState.Pass, Check("OtherGuestTools").State);
    }

    [Fact]
    public void Operations_Fail_WhenOneWasInterrupted()
    {
        Plan plan = Plan([ComponentNames.Agent]);
        _machine.CutAt = _machine.Calls + 20;
        Assert.Throws<PowerCutException>(() => Engine.Run(plan, CancellationToken.None));
        _machine.Restart(Survival.Everything);

        Expect(
            "Operations", HealthState.Fail, "operation plan (Install) was interrupted", "Resume-PedOSOperation plan");
        Assert.Equal(
            "Run setup resume plan, or setup undo plan.", Check("Operations", HealthAdvice.Program).Remedy);
    }

    [Fact]
    public void Operations_AreDegraded_WhileOneWaitsForTheRestart()
    {
        Engine.Run(Plan([ComponentNames.XenBase]), CancellationToken.None);

        Expect("Operations", HealthState.Degraded, "operation plan waits for a restart", "Restart Windows.");
        _machine.Restart(Survival.Everything);
        Assert.Equal(HealthState.Pass, Check("Operations").State);
    }

    [Fact]
    public void Operations_AreDegraded_WhenAJournalCannotBeRead()
    {
        Install(ComponentNames.Agent);
        using MemoryStream text = new("no journal"u8.ToArray());
        _machine.Files.Write(@"C:\Program Files\PedOS Setup\x.journal", text, access: null, written: null);

        Expect("Operations", HealthState.Degraded, "cannot be read: it is no journal", "keep the file for analysis");
        Assert.Contains(Run(), static c => c.Name == "Component Agent");
    }

    [Fact]
    public void Installation_Fails_WhenItsReceiptCannotBeRead()
    {
        Install(ComponentNames.Agent);
        using MemoryStream text = new("{"u8.ToArray());
        _machine.Files.Delete(@"C:\Program Files\PedOS Setup\receipt.json");
        _machine.Files.Write(@"C:\Program Files\PedOS Setup\receipt.json", text, access: null, written: null);

        Expect("Installation", HealthState.Fail, "receipt.json cannot be read", "keep the file for analysis");
    }

    [Fact]
    public void Component_Fails_WhenSomethingOfItIsGoneOrAnother()
    {
        Install(ComponentNames.Agent);
        _machine.Files.Delete(@"C:\Program Files\PedOS Tools\bin\qrexec-agent.exe");
        _machine.Services.Delete("network-setup");

        Expect(
            "Component Agent",
            HealthState.Fail,
            @"changed or missing: file C:\Program Files\PedOS Tools\bin\qrexec-agent.exe, service network-setup",
            "Run Repair-PedOSTools.");
        Assert.Equal(HealthState.Pass, Check("Component Shared").State);
        Assert.Equal("Run setup repair.", Check("Component Agent", HealthAdvice.Program).Remedy);
    }

    [Fact]
    public void Component_NamesThree_AndCountsTheOthers()
    {
        Install(ComponentNames.Agent);
        foreach (string program in (string[])["qrexec-agent", "qrexec-wrapper", "PedOSdb-daemon", "network-setup"])
        {
            _machine.Files.Delete($@"C:\Program Files\PedOS Tools\bin\{program}.exe");
        }

        string detail = Check("Component Agent").Detail;

        Assert.EndsWith(" and 1 more", detail, StringComparison.Ordinal);
        Assert.Equal(3, detail.Split(".exe").Length - 1);
    }

    [Fact]
    public void Configuration_IsDegraded_WhenAValueIsNotAcceptable()
    {
        Install(ComponentNames.Agent);
        _machine.Registry.Set(
            $@"HKLM\{SettingNames.RootKey}\qrexec-agent", SettingNames.LogLevel, RegistryValue.Number(9));

        Expect("Configuration", HealthState.Degraded, "is \"9\" and must be a number", "Set-PedOSConfiguration");
    }

    [Theory]
    [InlineData("", SettingNames.LogDir, "logs", "is no absolute path")]
    [InlineData(@"\qrexec-wrapper", SettingNames.DefaultUser, @"a\b\c", "is not NAME")]
    [InlineData(@"\pedos-rpc", SettingNames.DefaultUser, "user", "pedos-rpc does not follow DefaultUser")]
    public void Configuration_IsDegraded_WhenProgramsIgnoreAValue(string key, string name, string value, string why)
    {
        Install(ComponentNames.Agent);
        _machine.Registry.Set($@"HKLM\{SettingNames.RootKey}{key}", name, RegistryValue.Text(value));

        Expect("Configuration", HealthState.Degraded, why, "Set-PedOSConfiguration");
    }

    [Fact]
    public void Service_Fails_WhenItDoesNotRun_AndIsToldOnce()
    {
        Install(ComponentNames.Agent);
        _machine.RunningServices.Remove("qrexec-agent");

        Expect("Service qrexec-agent", HealthState.Fail, "it does not run", "Start-PedOSAgent qrexec-agent");
        Assert.Single(Run(), static c => c.State != HealthState.Pass);
    }

    [Fact]
    public void Restart_IsDegraded_WhileWindowsWaitsForOne()
    {
        Install(ComponentNames.Agent);
        _machine.PendingServicing = "servicing";

        Expect("Restart", HealthState.Degraded, "Windows waits for a restart: servicing", "Restart Windows.");
    }

    [Fact]
    public void DriverSigning_Fails_WhereTestSignedDriversCannotRun()
    {
        Install(ComponentNames.XenBase);
        _machine.IsSecureBoot = true;
        Expect("DriverSigning", HealthState.Fail, "Secure Boot is on", "Turn Secure Boot off");

        _machine.IsSecureBoot = false;
        _machine.Running!.Boot.SetTestSigning(false);
        Expect("DriverSigning", HealthState.Fail, "the boot loader does not take", "Run Repair-PedOSTools.");
    }

    [Fact]
    public void DriverSigning_NeedsNothing_WithoutTestSignedDrivers()
    {
        Install(ComponentNames.Agent);
        _machine.IsSecureBoot = true;

        Assert.Equal("nothing is needed", Check("DriverSigning").Detail);
    }

    [Fact]
    public void Run_LooksAtAnImage_AsFarAsThatGoes()
    {
        using FakeWindows image = new(MachineKind.Image);
        new SetupEngine(image, _package, NoObserver.Instance).Run(
            new Planner(image, null, "plan").Install(_package.List, _package, [ComponentNames.XenBase], new()),
            CancellationToken.None);

        HealthCheck[] checks = [.. new HealthReport(image, HealthAdvice.Cmdlets).Run()];

        Assert.All(checks, static c => Assert.Equal(HealthState.Pass, c.State));
        Assert.DoesNotContain(checks, static c => c.Name is "Restart" or "DriverSigning");
    }

    [Fact]
    public void Run_LeavesOutWhatOnlyARunningSystemKnows()
    {
        Install(ComponentNames.Agent, ComponentNames.XenBase);
        using FakeWindows image = _machine.As(MachineKind.Image);

        Assert.All(
            new HealthReport(image, HealthAdvice.Cmdlets).Run(), static c => Assert.Equal(HealthState.Pass, c.State));
    }

    [Fact]
    public void Run_GoesOn_WhateverTheMachineRefuses()
    {
        Install(ComponentNames.Agent, ComponentNames.XenBase);
        using HalfBrokenMachine broken = new(_machine);

        HealthCheck[] checks = [.. new HealthReport(broken, HealthAdvice.Cmdlets).Run()];

        Assert.Equal(Run().Select(static c => c.Name), checks.Select(static c => c.Name));
        Assert.Equal(
            ["Windows", "Operations", "Installation"],
            checks.Where(static c => c.State == HealthState.Pass).Select(static c => c.Name)
                .OrderDescending(StringComparer.Ordinal));
        Assert.All(
            checks.Where(static c => c.State != HealthState.Pass),
            static c => Assert.True(
                c.Remedy.Length > 0
                    && (c.State == HealthState.Fail) == c.Name.StartsWith("Comp", StringComparison.Ordinal)));
        Assert.Contains(
            checks,
            static c => c is
            {
                Name: "Configuration",
                Detail: "it cannot be looked at: the hive of Jürgen is damaged",
            });
    }

    private SetupEngine Engine => new(_machine, _package, NoObserver.Instance);

    private void Install(params string[] components)
    {
        Engine.Run(Plan(components), CancellationToken.None);
        _machine.Restart(Survival.Everything);
    }

    private Plan Plan(string[] components) =>
        new Planner(_machine, null, "plan").Install(_package.List, _package, components, new());

    private HealthCheck[] Run(HealthAdvice? advice = null) =>
        [.. new HealthReport(_machine, advice ?? HealthAdvice.Cmdlets).Run()];

    private HealthCheck Check(string name, HealthAdvice? advice = null) =>
        Assert.Single(Run(advice), c => c.Name == name);

    private void Expect(string name, HealthState state, string detail, string remedy)
    {
        HealthCheck check = Check(name);
        Assert.Equal(state, check.State);
        Assert.Contains(detail, check.Detail, StringComparison.Ordinal);
        Assert.Contains(remedy, check.Remedy, StringComparison.Ordinal);
    }

    /// <summary>Its books can be read; registry, services, programs and the running system cannot.</summary>
    private sealed class HalfBrokenMachine(FakeWindows machine) : IMachine
    {
        public MachineKind Kind => machine.Kind;

        public MachineFacts Facts => machine.Facts;

        public IFileTree Files { get; } = Failing.Around(machine.Files, static (name, args) =>
            name != nameof(IFileTree.OpenRead) || ((string)args[0]!).Contains("PedOS Setup", StringComparison.Ordinal)
                ? null
                : new IOException("the disk does not answer"));

        public IRegistry Registry { get; } = Failing.Around(machine.Registry, static (_, _) =>
            new SetupException(SetupError.DamagedHive, "the hive of Jürgen is damaged", "Restore it."));

        public IServiceDatabase Services { get; } = Failing.Around(machine.Services, static (_, _) =>
            new SetupException(SetupError.AccessDenied, "no rights", "Run as an administrator."));

        public IRunningSystem? Running { get; } = new SilentSystem(machine.Running!);

        public void Sweep() => machine.Sweep();

        public IMachine? Rehearse() => machine.Rehearse();

        public void Commit() => throw new InvalidOperationException("nothing is changed here");

        public void Dispose()
        {
        }
    }

    // Tells when it was started, and nothing else.
    private sealed class SilentSystem(IRunningSystem system) : IRunningSystem
    {
        public IServiceControl Services { get; } = Failing.Around(system.Services, static (_, _) => Silence());

        public IDriverStore Drivers { get; } = Failing.Around(system.Drivers, static (_, _) => Silence());

        public IBootControl Boot { get; } = Failing.Around(system.Boot, static (name, _) =>
            name.Contains(nameof(IBootControl.Identity), StringComparison.Ordinal) ? null : Silence());

        public ISecretStore Secrets { get; } = Failing.Around(system.Secrets, static (_, _) => Silence());

        public INetworkRestore Network { get; } = Failing.Around(system.Network, static (_, _) => Silence());

        private static SetupException Silence() =>
            new(SetupError.SystemRefused, "the manager does not answer", "Restart Windows.");
    }
}

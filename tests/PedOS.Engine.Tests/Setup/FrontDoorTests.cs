using PedOS.TestKit.Programs;
using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Setup;
using Xunit;

namespace PedOS.Engine.Tests.Setup;

/// <summary>The doors that every front end goes through, and their rules.</summary>
public sealed class FrontDoorTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly TestDirectory _directory = new();
    private readonly FakeWindows _machine = new();
    private readonly string _package;
    private int _seconds;

    public FrontDoorTests()
    {
        _package = _directory.MakeDirectory("Paket ö");
        new SamplePackage("1.0.0").WriteTo(_package);
    }

    public static TheoryData<string> Rules => [.. SetupRule.Lines];

    public void Dispose()
    {
        _machine.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Door_KeepsTheRules(string line)
    {
        SetupRule rule = SetupRule.Parse(line);
        SetupStates.Bring(_machine, rule.State, _package);

        SetupException? refusal = Record.Exception(() => Do(rule.Action, rule.HasPackage)) as SetupException;

        Assert.Equal(rule.Error, refusal?.Error.ToString() ?? "");
    }

    [Theory]
    [InlineData("installed", "uninstall")]
    [InlineData("nothing", "install")]
    public void Prepare_LooksForReasonsNotToBegin_BeforeAnybodyIsAsked(string state, string action)
    {
        SetupStates.Bring(_machine, state, _package);
        _machine.FreeBytes = 0;

        Assert.Equal(
            SetupError.NoSpace,
            Assert.Throws<SetupException>(() => Door(hasPackage: true).Prepare(Request(action), false)).Error);
    }

    [Fact]
    public void Undo_WithoutAName_MeansTheLastThatIsNotUndone()
    {
        ProductSetup door = Door(hasPackage: true);
        _ = door.Run(door.Prepare(Request("install"), false), CancellationToken.None);
        OperationResult more = door.Run(
            door.Prepare(SetupRequest.Install([ComponentNames.Gui], new(), Trust), false),
            CancellationToken.None).Result;

        Assert.Equal(more.Plan.Id, door.Undo(null).Result.Plan.Id);
        Assert.Equal([ComponentNames.Shared, ComponentNames.Agent], door.Books.Receipt!.Components);
        Assert.NotEqual(more.Plan.Id, door.Undo(null).Result.Plan.Id);
        Assert.Null(door.Books.Receipt);
    }

    [Fact]
    public void Resume_TakesNoPackage_ThatIsNotNeeded()
    {
        SetupStates.Bring(_machine, "uninstall-interrupted", _package);
        Directory.Delete(_package, recursive: true);

        Assert.Equal(OperationPhase.Done, Door(hasPackage: true).Resume(null, CancellationToken.None).Result.Phase);
    }

    [Fact]
    public void Prepare_ThatOnlyLooks_ChangesNothing()
    {
        SetupStates.Bring(_machine, "installed", _package);
        _ = Door(hasPackage: false).Undo(null);
        IReadOnlyList<string> left = _machine.Disk.Describe("");
        int calls = _machine.Calls;

        Assert.Throws<SetupException>(() => Door(false).Prepare(Request("uninstall"), onlyLooks: true));
        Assert.Equal(left, _machine.Disk.Describe(""));
        Assert.Equal(calls, _machine.Calls);

        // Whoever means it cleans up on the way.
        Assert.Throws<SetupException>(() => Door(false).Prepare(Request("uninstall"), onlyLooks: false));
        Assert.Null(_machine.Files.Find(@"C:\Program Files\PedOS Setup"));
    }

    [Fact]
    public void Restart_ComesOnlyWhenItIsAskedFor()
    {
        ProductSetup door = Door(hasPackage: true);
        SetupOutcome outcome = door.Run(
            door.Prepare(SetupRequest.Install([ComponentNames.XenBase], new(), Trust), false), CancellationToken.None);
        string boot = _machine.BootIdentity;

        Assert.True(outcome.Result.NeedsRestart);
        Assert.True(door.Restart(outcome, isAsked: false));
        Assert.Equal(boot, _machine.BootIdentity);
        Assert.False(door.Restart(outcome, isAsked: true));
        Assert.NotEqual(boot, _machine.BootIdentity);
    }

    [Fact]
    public void FirstStart_HasNothingToDo_WhereNothingWaits() =>
        Assert.Null(Door(hasPackage: false).RunFirstStart(CancellationToken.None));

    [Fact]
    public void FirstStart_DoesWhatWaited_AndGoesOnWhereItWasInterrupted()
    {
        FakeWindows image = _machine.As(MachineKind.Image);
        ProductSetup maker = Door(image, hasPackage: true);
        _ = maker.Run(
            maker.Prepare(SetupRequest.Install([ComponentNames.XenBase], new(), Trust), false), CancellationToken.None);
        _machine.Take(image);
        _machine.CutAt = _machine.Calls + 12;
        Assert.Throws<PowerCutException>(() => Door(hasPackage: false).RunFirstStart(CancellationToken.None));
        _machine.Restart(Survival.Half);

        Assert.Equal(
            PlanKind.FirstStart, Door(hasPackage: false).RunFirstStart(CancellationToken.None)!.Result.Plan.Kind);
        Assert.NotNull(_machine.Running!.Drivers.Find("xenbus.inf", "1.0.0"));
        Assert.DoesNotContain(Door(false).Books.Operations(), static o => o.IsInterrupted);
    }

    [Fact]
    public void PutBackInterrupted_LeavesNoneOpen()
    {
        SetupStates.Bring(_machine, "install-interrupted", _package);

        Door(hasPackage: false).PutBackInterrupted(CancellationToken.None);

        Assert.Equal(OperationPhase.Undone, Assert.Single(Door(false).Books.Operations()).Phase);
    }

    [Fact]
    public void Configure_JudgesFirst_AndLasts()
    {
        ProductConfiguration door = new(_machine);
        int calls = _machine.Calls;
        Assert.Equal(
            SetupError.InvalidArgument,
            Assert.Throws<SetupException>(() => door.PrepareSet("", SettingNames.LogRetention, 0)).Error);
        ConfigurationChange change = door.PrepareLogLevel("QREXEC-agent", LogLevel.Verbose);
        Assert.Equal(("qrexec-agent", calls), (change.Scope, _machine.Calls));

        Assert.Equal(SettingSource.Component, door.Apply(change).Source);
        _machine.Restart(Survival.Nothing);
        Assert.Equal(LogLevel.Verbose, door.GetLogLevel("qrexec-agent").Level);

        Assert.Equal(
            SettingSource.Default, door.Apply(door.PrepareReset("qrexec-agent", SettingNames.LogLevel)).Source);
        _machine.Restart(Survival.Nothing);
        Assert.Equal(LogLevel.Info, door.GetLogLevel("qrexec-agent").Level);
    }

    // Whoever looks for the reason wants more in the logs.
    [Fact]
    public void DamagedBooks_AreAFailedCheck_AndKeepNobodyFromConfiguring()
    {
        SetupStates.Bring(_machine, "installed", _package);
        _machine.Files.Delete(@"C:\Program Files\PedOS Setup\receipt.json");
        using (MemoryStream damaged = new("{"u8.ToArray()))
        {
            _machine.Files.Write(@"C:\Program Files\PedOS Setup\receipt.json", damaged, access: null, written: null);
        }

        ProductState state = new(_machine, HealthAdvice.Cmdlets);
        Assert.False(state.IsNotInstalled());
        Assert.Contains(state.Check(), static c => c is { Name: "Installation", State: HealthState.Fail });
        ProductConfiguration configuration = new(_machine);
        _ = configuration.Apply(configuration.PrepareLogLevel("", LogLevel.Debug));
        Assert.Equal(LogLevel.Debug, configuration.GetLogLevel("").Level);
    }

    private static PackageTrust Trust => PackageTrust.Everybody(Now);

    private static SetupRequest Request(string action) => action switch
    {
        "install" => SetupRequest.Install([ComponentNames.Agent], new(), Trust),
        "repair" => SetupRequest.Repair(Trust),
        _ => SetupRequest.Uninstall([]),
    };

    private void Do(string action, bool hasPackage)
    {
        ProductSetup door = Door(hasPackage);
        ProductState state = new(_machine, HealthAdvice.Cmdlets);
        ProductConfiguration configuration = new(_machine);
        object? done = action switch
        {
            "install" or "repair" or "uninstall" =>
                door.Run(door.Prepare(Request(action), onlyLooks: false), CancellationToken.None),
            "resume" => door.Resume(null, CancellationToken.None),
            "undo" => door.Undo(null),
            "test" => state.Check().ToArray(),
            "status" => state.Status.GetInstallation(),
            "log-level" => configuration.Apply(configuration.PrepareLogLevel("", LogLevel.Debug)),
            _ => null,
        };
        Assert.NotNull(done);
    }

    private ProductSetup Door(bool hasPackage) => Door(_machine, hasPackage);

    private ProductSetup Door(FakeWindows machine, bool hasPackage) => new(
        machine,
        new FrontEnd(
            HealthAdvice.Cmdlets,
            new PackagePlace(hasPackage ? _package : null, [_directory.PathOf("nowhere")], "-Source"),
            NoObserver.Instance,
            () => Now.AddSeconds(_seconds++)));
}

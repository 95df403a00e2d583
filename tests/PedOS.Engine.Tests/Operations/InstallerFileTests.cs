using System.Text;
using PedOS.TestKit.Hives;
using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Resources;
using Xunit;

namespace PedOS.Engine.Tests.Operations;

/// <summary>The Windows Installer has put the files there; the engine does the rest.</summary>
public sealed class InstallerFileTests : IDisposable
{
    private const string Agent = @"C:\Program Files\PedOS Tools\bin\qrexec-agent.exe";

    private readonly FakeWindows _machine = new();
    private int _operations;

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Uninstall_LeavesTheFiles_AndTakesTheRest()
    {
        SamplePackage package = new("1.0.0");
        Put(package);
        Install(package, ComponentNames.Agent);
        Assert.NotNull(_machine.Services.Find("qrexec-agent"));
        Assert.False(_machine.Registry.KeyExists(ProductLayout.UninstallKey));

        Uninstall();

        Assert.NotNull(_machine.Files.Find(Agent));
        Assert.Null(_machine.Services.Find("qrexec-agent"));
    }

    [Fact]
    public void Uninstall_Works_WhenTheInstallerHasTakenOrChangedAFile()
    {
        SamplePackage package = new("1.0.0");
        Put(package);
        Install(package, ComponentNames.Agent);
        _machine.Files.Delete(Agent);

        Uninstall();

        Assert.Null(_machine.Services.Find("qrexec-agent"));
    }

    [Fact]
    public void Update_TakesTheNewFilesAsTheyAre_AndUndoLeavesThem()
    {
        SamplePackage older = new("1.0.0");
        Put(older);
        Install(older, ComponentNames.Agent);
        SamplePackage newer = new("1.1.0");
        Put(newer);

        Plan plan = Install(newer);

        Assert.Equal(PlanKind.Update, plan.Kind);
        new SetupEngine(_machine, NoPackage.Instance, NoObserver.Instance).Undo(plan.Id);
        Assert.Equal("1.0.0", new SetupFolder(_machine).ReadReceipt()!.Version);
        using StreamReader text = new(_machine.Files.OpenRead(Agent), Encoding.UTF8);
        Assert.Contains("version 1.1.0", text.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Install_IsPutBack_WhenAFileIsNotWhatTheListSays()
    {
        SamplePackage package = new("1.0.0");
        Put(package);
        Replace(Agent, "somebody else's");

        SetupException e = Assert.Throws<SetupException>(() => Install(package, ComponentNames.Agent));

        Assert.Equal(SetupError.DamagedPackage, e.Error);
        Assert.Contains("qrexec-agent.exe", e.Message, StringComparison.Ordinal);
        Assert.Null(_machine.Services.Find("qrexec-agent"));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Preflight_LooksIntoTheInterfaceDriver(bool isGuarded, int reasons)
    {
        SamplePackage package = new("1.0.0");
        package.AddDriver("drivers/xeniface/xeniface.inf", isGuarded ? SampleXenDriver.Guard : "[Version]");
        Put(package);
        Plan plan = Planner().Install(package.List, package, [ComponentNames.XenBase], new());
        Assert.Contains(plan.Steps, static s => s.Resource is InstallerFileResource);

        IReadOnlyList<SetupException> found = new Preflight(_machine, package).Check(plan);

        Assert.Equal(
            Enumerable.Repeat(SetupError.VulnerableDriver, reasons), found.Select(static r => r.Error));
    }

    [Fact]
    public void Preflight_LeavesPendingRestarts_ToTheWindowsInstaller()
    {
        // It has renamed a file in use, and had it deleted, before it calls setup in the same transaction.
        SamplePackage package = new("1.0.0");
        Put(package);
        _machine.PendingRenames = [new(@"C:\Program Files\PedOS Tools\bin\qga.exe", "")];
        _machine.PendingServicing = "servicing";
        Plan plan = Planner().Install(package.List, package, [ComponentNames.XenBase], new());

        Assert.Empty(new Preflight(_machine, package).Check(plan));
    }

    [Fact]
    public void Install_IsRefused_WhenItCameInAnotherWay()
    {
        SamplePackage package = new("1.0.0");
        Install(package, ComponentNames.Agent);
        Put(package);
        Assert.Equal(
            SetupError.OtherInstaller, Assert.Throws<SetupException>(() => Install(package)).Error);

        Uninstall();
        Put(package);
        Install(package, ComponentNames.Agent);
        Assert.Equal(
            SetupError.OtherInstaller,
            Assert.Throws<SetupException>(() => Install(new SamplePackage("1.1.0"))).Error);
    }

    private Plan Install(SamplePackage package, params string[] components)
    {
        Plan plan = Planner().Install(package.List, package, components, new());
        new SetupEngine(_machine, package, NoObserver.Instance).Run(plan, CancellationToken.None);
        return plan;
    }

    private void Uninstall() => new SetupEngine(_machine, NoPackage.Instance, NoObserver.Instance)
        .Run(Planner().Uninstall([]), CancellationToken.None);

    private Planner Planner() => new(
        _machine,
        new SetupFolder(_machine).ReadReceipt(),
        PlanId.Create(new DateTimeOffset(2026, 3, 1, 8, 0, _operations++, TimeSpan.Zero)));

    private void Put(SamplePackage package)
    {
        ProductLayout layout = new(_machine.Facts);
        foreach (PackageEntry file in package.List.Files)
        {
            using StreamReader content = new(package.Open(file.Path), Encoding.Latin1);
            Replace(layout.PathOf(file.Path), content.ReadToEnd());
        }

        Replace(layout.Folder + "\\" + PackageList.FileName, package.List.ToJson().ToString());
    }

    private void Replace(string path, string content)
    {
        string[] parts = path.Split('\\');
        for (int i = 3; i < parts.Length; i++)
        {
            _machine.Files.CreateDirectory(string.Join('\\', parts.Take(i)), access: null);
        }

        _machine.Files.Delete(path);
        using MemoryStream stream = new(Encoding.Latin1.GetBytes(content));
        _machine.Files.Write(path, stream, access: null, written: null);
        _machine.Commit();
    }
}

using PedOS.Engine.Tests.Images;
using PedOS.TestKit.Setup;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using Xunit;

namespace PedOS.Engine.Tests.Operations;

public sealed class TestSigningTests
{
    [Theory]
    [InlineData("xenbus", 0)]
    [InlineData("xenfilt", 1)]
    public void Uninstall_LeavesTestSigning_WhileADriverIsLoadedAtTheStart(string service, uint start)
    {
        // Windows keeps the service of a driver, and its boot loader would refuse the driver and start nothing.
        using FakeWindows machine = new();
        using TemporaryDirectory folder = new();
        Install(machine);
        machine.Restart(Survival.Everything);
        string key = @"HKLM\SYSTEM\CurrentControlSet\Services\" + service;
        machine.Registry.Set(key, "Start", RegistryValue.Number(start));

        string page;
        using (OperationLog written = new(
            new OperationLogPlace(machine, folder.Path), static () => DateTimeOffset.UnixEpoch, NoObserver.Instance))
        {
            Uninstall(machine, written);
            page = written.Path;
        }

        Assert.True(machine.Disk.AllowsTestSigning);
        Assert.Empty(machine.Disk.Drivers);
        Assert.Null(machine.Files.Find(@"C:\Program Files\PedOS Tools"));
        string[] log = File.ReadAllLines(page.Replace(".log", "_verbose.log", StringComparison.Ordinal));
        int done = Array.FindIndex(log, static l => l.EndsWith("done: test-signing:current", StringComparison.Ordinal));
        Assert.EndsWith("after:  is=allowed", log[done + 2], StringComparison.Ordinal);
    }

    [Fact]
    public void Uninstall_EndsTestSigning_WhenNoDriverIsLoadedAtTheStart()
    {
        using FakeWindows machine = new();
        Install(machine);
        const string Services = @"HKLM\SYSTEM\CurrentControlSet\Services\";
        machine.Registry.Set(Services + "xenbus", "Start", RegistryValue.Number(3));
        machine.Registry.Set(Services + "xenfilt", "Start", RegistryValue.Number(0));
        machine.Registry.Set(Services + "xenfilt", "DeleteFlag", RegistryValue.Number(1));
        machine.Registry.Set(Services + "disk", "Start", RegistryValue.Number(0));

        Uninstall(machine, NoObserver.Instance);

        Assert.False(machine.Disk.AllowsTestSigning);
    }

    private static void Install(FakeWindows machine)
    {
        SamplePackage package = new("1.0.0");
        new SetupEngine(machine, package, NoObserver.Instance).Run(
            new Planner(machine, null, "first").Install(package.List, package, [ComponentNames.XenBase], new()),
            CancellationToken.None);
    }

    private static void Uninstall(FakeWindows machine, IOperationObserver observer) =>
        new SetupEngine(machine, NoPackage.Instance, observer).Run(
            new Planner(machine, new SetupFolder(machine).ReadReceipt(), "second").Uninstall([]),
            CancellationToken.None);
}

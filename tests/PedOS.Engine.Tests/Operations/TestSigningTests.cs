using PedOS.Engine.Tests.Images;
using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
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
        using EngineBench bench = new();
        FakeWindows machine = bench.Machine;
        using TemporaryDirectory folder = new();
        bench.Install("first", ComponentNames.XenBase);
        machine.Restart(Survival.Everything);
        string key = @"HKLM\SYSTEM\CurrentControlSet\Services\" + service;
        machine.Registry.Set(key, "Start", RegistryValue.Number(start));

        string page;
        using (OperationLog written = new(
            new OperationLogPlace(machine, folder.Path), static () => DateTimeOffset.UnixEpoch, NoObserver.Instance))
        {
            bench.Uninstall(written, "second");
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
        using EngineBench bench = new();
        FakeWindows machine = bench.Machine;
        bench.Install("first", ComponentNames.XenBase);
        const string Services = @"HKLM\SYSTEM\CurrentControlSet\Services\";
        machine.Registry.Set(Services + "xenbus", "Start", RegistryValue.Number(3));
        machine.Registry.Set(Services + "xenfilt", "Start", RegistryValue.Number(0));
        machine.Registry.Set(Services + "xenfilt", "DeleteFlag", RegistryValue.Number(1));
        machine.Registry.Set(Services + "disk", "Start", RegistryValue.Number(0));

        bench.Uninstall("second");

        Assert.False(machine.Disk.AllowsTestSigning);
    }
}

using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using Xunit;

namespace PedOS.Engine.Tests.Plans;

/// <summary>Wherever the power is cut, Windows logs on, or somebody knows the password.</summary>
public sealed class LogonPowerCutTests
{
    private const string Key = @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon";
    private readonly SamplePackage _package = new("1.0.0");

    [Fact]
    public void Nobody_IsLockedOut_WhereItWasSwitchedOnBefore()
    {
        using FakeWindows start = new();
        start.Registry.Set(Key, "DefaultPassword", RegistryValue.Text("old"));
        start.Registry.Set(Key, "DefaultUserName", RegistryValue.Text("Bob"));
        start.Registry.Set(Key, "DefaultDomainName", RegistryValue.Text("."));
        start.Registry.Set(Key, "AutoAdminLogon", RegistryValue.Text("1"));
        start.Running!.Secrets.SetPassword("Bob", "old");
        start.Commit();
        Assert.True(start.LogsOn());
        using FakeWindows probe = start.Copy();
        Install(probe);
        List<string> bad = [];
        for (int cut = 1; cut <= probe.Calls; cut++)
        {
            using FakeWindows machine = start.Copy();
            machine.CutAt = cut;
            try
            {
                Install(machine);
            }
            catch (PowerCutException)
            {
                machine.Restart(Survival.Everything);
            }

            bool known = machine.Disk.Passwords.GetValueOrDefault("Bob") == "old";
            if (!machine.LogsOn() && !known)
            {
                bad.Add($"cut {cut}: no logon, and nobody knows the password");
            }
        }

        Assert.True(bad.Count == 0, string.Join("\n", bad));
    }

    private void Install(FakeWindows machine)
    {
        SetupEngine engine = new(machine, _package, NoObserver.Instance);
        _ = engine.Run(
            new Planner(machine, engine.Receipt, "first").Install(
                _package.List, _package, [ComponentNames.AutomaticLogon], new ProductOptions(LogonAccount: "Bob")),
            CancellationToken.None);
    }
}

using PedOS.Tools.Engine.Live;
using PedOS.Tools.Engine.Machines;
using Xunit;

namespace PedOS.Engine.Windows.Tests.Live;

public sealed class LiveMachineTests
{
    [Fact]
    public void Facts_AreThoseOfThisWindows()
    {
        using LiveMachine machine = LiveMachine.Open();
        MachineFacts facts = machine.Facts;

        Assert.Equal(MachineKind.Live, machine.Kind);
        Assert.Equal(Environment.OSVersion.Version.Build, facts.Build);
        Assert.True(facts.Is64Bit);
        Assert.Equal("C:", facts.SystemDrive);
        Assert.Equal(Environment.GetEnvironmentVariable("SystemRoot"), facts.WindowsDirectory, ignoreCase: true);
        Assert.Equal(Environment.GetEnvironmentVariable("ProgramW6432"), facts.ProgramFiles, ignoreCase: true);
        Assert.Equal(Environment.GetEnvironmentVariable("ProgramData"), facts.ProgramData, ignoreCase: true);
        Assert.Equal(Environment.MachineName, facts.Location);
        Assert.NotEmpty(facts.ProductName);
    }

    [Fact]
    public void BootIdentity_IsTheSame_AsLongAsTheSystemRuns()
    {
        using LiveMachine machine = LiveMachine.Open();
        using LiveMachine other = LiveMachine.Open();

        Assert.Equal(machine.Running.Boot.Identity, other.Running.Boot.Identity);
        Assert.NotEqual("0000000000000000", machine.Running.Boot.Identity);
    }

    [Fact]
    public void PendingServicing_IsSeen()
    {
        const string Servicing =
            @"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending";
        using LiveMachine machine = LiveMachine.Open();
        Assert.Null(machine.Running.Boot.PendingServicing);

        string above = Servicing[..Servicing.LastIndexOf('\\')];
        bool wasThere = machine.Registry.KeyExists(above);
        machine.Registry.CreateKey(Servicing);
        try
        {
            Assert.Contains("servicing", machine.Running.Boot.PendingServicing, StringComparison.Ordinal);
        }
        finally
        {
            machine.Registry.DeleteKey(Servicing);
            if (!wasThere)
            {
                machine.Registry.DeleteKey(above);
            }
        }
    }

    [Fact]
    public void SecureBoot_IsOff_WhereTheFirmwareDoesNotTell()
    {
        using LiveMachine machine = LiveMachine.Open();

        Assert.False(machine.Running.Boot.IsSecureBoot);
    }
}

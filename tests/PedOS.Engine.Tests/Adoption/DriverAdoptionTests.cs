using System.Text;
using PedOS.TestKit.Hives;
using PedOS.TestKit.Setup;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Foreign;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Plans;
using Xunit;

namespace PedOS.Engine.Tests.Adoption;

public sealed class DriverAdoptionTests : IDisposable
{
    private readonly FakeWindows _machine = new();

    public DriverAdoptionTests() => ForeignDrivers.Add(_machine);

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Find_KnowsTheDriversByTheirDevices()
    {
        ForeignDrivers.Add(_machine, "xennet", "9.1.0.5");
        _machine.Registry.Set(
            @"HKLM\SYSTEM\CurrentControlSet\Control\Class\{4d36e972-e325-11ce-bfc1-08002be10318}\0009",
            "MatchingDeviceId",
            RegistryValue.Text(@"PCI\VEN_8086&DEV_100E"));

        IReadOnlyList<XenDriver> found = XenDrivers.Find(_machine);

        // Two adapters, one driver.
        Assert.Equal(["xenbus", "xeniface", "xenvif", "xenvbd", "xennet"], found.Select(static d => d.Name));
        Assert.Equal(5, new DriverAdoption(_machine).Adopt().Count);
        Assert.Equal(
            new XenDriver("xeniface", "9.1.0.5", "Xen Project", "oem11.inf", "XP0001"), found[1]);
        Assert.Equal(["", "XP0001"], found.Select(static d => d.Vendor).Distinct());
    }

    [Fact]
    public void Find_HasNone_OnOtherMachines()
    {
        using FakeWindows machine = new();

        Assert.Empty(XenDrivers.Find(machine));
        Flaw(machine, SetupError.NotFound, "no device of FAKE has a Xen driver", "without adopting");
    }

    [Fact]
    public void FindFlaw_HasNone_WhenTheSetIsWhole()
    {
        Assert.Null(new DriverAdoption(_machine).FindFlaw());
        Assert.Equal(
            ["xenbus", "xeniface", "xenvif", "xenvbd", "xennet"],
            new DriverAdoption(_machine).Adopt().Select(static r => r.Name));
    }

    [Theory]
    [InlineData("xenbus")]
    [InlineData("xeniface")]
    public void FindFlaw_NamesWhatIsMissing(string name)
    {
        ForeignDrivers.Remove(_machine, name);

        Flaw(_machine, SetupError.ForeignTools, $"cannot be adopted: {name} is missing", "Finish the installation");
    }

    [Theory]
    [InlineData("xenvbd")]
    [InlineData("xennet")]
    public void FindFlaw_NeedsBusAndInterfaceAlone(string name)
    {
        ForeignDrivers.Remove(_machine, name);

        Assert.Null(new DriverAdoption(_machine).FindFlaw());
    }

    [Fact]
    public void FindFlaw_NamesADriverThatCannotStart()
    {
        string key = ForeignDrivers.ServiceKey("xenbus");
        foreach ((string name, uint number) in ((string, uint)[])[("Start", 4), ("Start", 9), ("DeleteFlag", 1)])
        {
            _machine.Registry.Set(key, "Start", RegistryValue.Number((uint)ServiceStart.Boot));
            Assert.Null(new DriverAdoption(_machine).FindFlaw());
            _machine.Registry.Set(key, name, RegistryValue.Number(number));
            Flaw(_machine, SetupError.ForeignTools, "the service of xenbus is missing or disabled", "Repair these");
        }
    }

    [Fact]
    public void FindFlaw_RefusesTwoVersionsOfOne()
    {
        ForeignDrivers.Add(_machine, "xennet", "9.0.0.1");

        Flaw(_machine, SetupError.ForeignTools, "devices use xennet in more than one version", "Restart Windows");
    }

    [Theory]
    [InlineData("ProviderName", "Citrix Systems, Inc.")]
    [InlineData("ProviderName", "")]
    [InlineData("MatchingDeviceId", @"XENBUS\VEN_XS0002&DEV_IFACE&REV_0900000B")]
    [InlineData("MatchingDeviceId", @"XENBUS\VEN_XN0001&DEV_IFACE&REV_0900000B")]
    public void FindFlaw_RefusesDriversOfOthers(string value, string text)
    {
        Set("xeniface", value, text);

        Flaw(_machine, SetupError.ForeignTools, "is not one of the Xen project", "Uninstall these drivers");
    }

    [Theory]
    [InlineData("8.2.2.1")]
    [InlineData("")]
    [InlineData("nine")]
    public void FindFlaw_RefusesOldOnes(string version)
    {
        Set("xenvif", "DriverVersion", version);

        Flaw(_machine, SetupError.ForeignTools, "is too old", "newer ones");
    }

    [Theory]
    [InlineData("")]
    [InlineData("; HKR,,Security,,\"D:P(A;;GA;;;SY)(A;;GA;;;BA)\"")]
    [InlineData("HKR,,Security,,\"D:P(A;;GA;;;SY)(A;;GA;;;BA)(A;;GA;;;WD)\"")]
    [InlineData("HKR,,Security,,\"D:(A;;GA;;;SY)(A;;GA;;;BA)\"")]
    [InlineData("HKR,Parameters,Security,,\"D:P(A;;GA;;;SY)(A;;GA;;;BA)\"")]
    [InlineData("Security=\"D:P(A;;GA;;;SY)(A;;GA;;;BA)\"")]
    public void FindFlaw_SeesTheHole(string line)
    {
        string inf = SampleXenDriver.InfWith(line);
        ForeignDrivers.WriteInfOf(_machine, "xeniface", $"DriverVer = 1/2/2025 , 9.1.0.5\r\n{inf}\r\n");

        Flaw(
            _machine,
            SetupError.VulnerableDriver,
            "driver xeniface version 9.1.0.5 of Xen Project lets every user",
            "Uninstall these drivers");
    }

    // Where Windows does not look for the access to a device: of another section, of none, of another platform.
    [Theory]
    [InlineData("Interface_Device.NTamd64")]
    [InlineData("Interface_Device.NTamd64.Services")]
    [InlineData("Interface_Device.HW")]
    [InlineData("Interface_Device.NTx86.HW")]
    [InlineData("Other_Device.NTamd64.HW")]
    [InlineData("ClassInstall32")]
    public void FindFlaw_SeesTheHole_WhereTheGuardIsInAnotherSection(string section)
    {
        string inf = SampleXenDriver.InfWith(SampleXenDriver.GuardLine, section);
        ForeignDrivers.WriteInfOf(_machine, "xeniface", $"DriverVer = 1/2/2025 , 9.1.0.5\r\n{inf}\r\n");
        Flaw(_machine, SetupError.VulnerableDriver, "lets every user", "Uninstall these drivers");
    }

    [Fact]
    public void FindFlaw_SeesTheHole_OfOneDeviceAmongSeveral()
    {
        string inf = SampleXenDriver.Guard.Replace(
            "[Interface_Device.NTamd64]", "%Device% = Open_Device, XENBUS\\X\n[Interface_Device.NTamd64]");
        ForeignDrivers.WriteInfOf(_machine, "xeniface", $"DriverVer = 1/2/2025 , 9.1.0.5\r\n{inf}\r\n");
        Flaw(_machine, SetupError.VulnerableDriver, "lets every user", "Uninstall these drivers");
    }

    [Theory]
    [InlineData("HKR,,\"Security\",,\"D:P(A;;GA;;;SY)(A;;GA;;;BA)\" ; SYSTEM and administrators")]
    [InlineData("\tHKR , , Security , 0x0 , \"D:P(A;;GA;;;SY)(A;;GA;;;BA)\"")]
    public void FindFlaw_SeesTheGuard_HoweverItIsWritten(string line)
    {
        string inf = SampleXenDriver.InfWith(line);
        ForeignDrivers.WriteInfOf(_machine, "xeniface", $"[x]\n  driverver = 1/2/2025 , 9.1.0.5 ; x\n{inf}\n");
        Assert.Null(new DriverAdoption(_machine).FindFlaw());

        // As Windows writes files of many makers.
        _machine.Files.Delete(@"C:\Windows\INF\oem11.inf");
        using MemoryStream wide = new(
            [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes($"DriverVer=1/2/2025,9.1.0.5\r\n{inf}\r\n")]);
        _machine.Files.Write(@"C:\Windows\INF\oem11.inf", wide, access: null, written: null);
        Assert.Null(new DriverAdoption(_machine).FindFlaw());
    }

    [Theory]
    [InlineData("oem99.inf")]
    [InlineData("")]
    [InlineData("oem.inf")]
    [InlineData(@"..\..\Users\x\oem1.inf")]
    [InlineData("oem1x.inf")]
    [InlineData("xeniface.inf")]
    public void FindFlaw_OpensNothingButTheInfOfTheStore(string store)
    {
        _machine.Files.CreateDirectory(@"C:\Users\x", access: null);
        foreach (string path in (string[])[@"C:\Users\x\oem1.inf", @"C:\Windows\INF\xeniface.inf"])
        {
            using MemoryStream text = new(Encoding.UTF8.GetBytes($"DriverVer=x,9.1.0.5\n{SampleXenDriver.Guard}\n"));
            _machine.Files.Write(path, text, access: null, written: null);
        }

        Set("xeniface", "InfPath", store);

        Flaw(_machine, SetupError.ForeignTools, "cannot be read, or is another one", "Install these drivers again");
    }

    [Fact]
    public void FindFlaw_RefusesAnInfOfAnotherVersion_OrWithoutEnd()
    {
        ForeignDrivers.WriteInfOf(_machine, "xeniface", $"DriverVer=1/2/2025,9.1.0.6\n{SampleXenDriver.Guard}\n");
        Flaw(_machine, SetupError.ForeignTools, "is another one", "Install these drivers again");

        string text = $"DriverVer=1/2/2025,9.1.0.5\n{SampleXenDriver.Guard}\n";
        ForeignDrivers.WriteInfOf(_machine, "xeniface", text + new string(' ', 1 << 20));
        Flaw(_machine, SetupError.ForeignTools, "cannot be read", "Install these drivers again");
    }

    [Fact]
    public void ForeignTools_NameDrivers_ThatCameWithoutAnyService()
    {
        _machine.Services.Delete("xenagent");

        ForeignProduct product = Assert.Single(ForeignTools.Find(_machine));

        Assert.Equal(ForeignTools.Drivers, product.Name);
        Assert.Contains("driver xenbus version 9.1.0.5 of Xen Project", product.Traces);
    }

    private static void Flaw(FakeWindows machine, SetupError error, string message, string remedy)
    {
        SetupException? flaw = new DriverAdoption(machine).FindFlaw();
        Assert.Equal(error, flaw?.Error);
        Assert.Contains(message, flaw!.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, flaw.Remedy, StringComparison.Ordinal);
        Assert.Equal(flaw.Message, Assert.Throws<SetupException>(() => new DriverAdoption(machine).Adopt()).Message);
    }

    private void Set(string driver, string value, string text) =>
        _machine.Registry.Set(ForeignDrivers.EntryOf(_machine, driver), value, RegistryValue.Text(text));
}

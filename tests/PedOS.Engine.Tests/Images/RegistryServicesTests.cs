using PedOS.TestKit.Hives;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Resources;
using Xunit;

namespace PedOS.Engine.Tests.Images;

public sealed class RegistryServicesTests : IDisposable
{
    private const string Services = @"HKLM\SYSTEM\CurrentControlSet\Services";
    private readonly ImageFixture _fixture = ImageFixture.CreateOrSkip();

    private static ServiceConfiguration Agent { get; } = new(
        "qrexec-agent",
        "PedOS qrexec",
        "Startet Programme für dom0.",
        @"""%ProgramFiles%\PedOS\qrexec-agent.exe"" -service",
        ServiceStart.Automatic,
        "Tcpip/EventLog",
        60);

    [Fact]
    public void Set_WritesWhatTheServiceManagerReads()
    {
        using (ImageMachine machine = _fixture.Open())
        {
            machine.Services.Set(Agent);
            machine.Commit();
        }

        string[] lines =
        [
            .. ImageFixture.ExportOrSkip(_fixture.Image.System)
                .Where(static line => line.Contains("qrexec-agent]", StringComparison.Ordinal)),
        ];
        const string Key = @"[H\ControlSet001\Services\qrexec-agent]";
        Assert.Contains(Key + @" ""Type""=dword:00000010", lines);
        Assert.Contains(Key + @" ""Start""=dword:00000002", lines);
        Assert.Contains(Key + @" ""ErrorControl""=dword:00000001", lines);
        Assert.Contains(
            lines, static line => line.Contains(@"""ImagePath""=hex(2):22,00,25,00", StringComparison.Ordinal));
        Assert.Contains(
            lines, static line => line.EndsWith("67,00,00,00,00,00", StringComparison.Ordinal)
                && line.Contains(@"""DependOnService""=hex(7):54,00,63,00", StringComparison.Ordinal));

        // As Windows' own services have it: a day, three times "restart after a minute".
        Assert.Contains(
            Key + @" ""FailureActions""=hex(3):80,51,01,00,00,00,00,00,00,00,00,00,03,00,00,00,14,00,00,00,"
            + "01,00,00,00,60,ea,00,00,01,00,00,00,60,ea,00,00,01,00,00,00,60,ea,00,00",
            lines);

        // Ours end by themselves and tell an error; without this nothing would start them again.
        Assert.Contains(Key + @" ""FailureActionsOnNonCrashFailures""=dword:00000001", lines);
        Assert.Equal(1 + 10, lines.Length);
    }

    [Theory]
    [InlineData(0, "", "")]
    [InlineData(5, "Dhcp", "Beschreibung")]
    public void Find_TellsWhatWasSet(int restart, string dependsOn, string description)
    {
        ServiceConfiguration wanted = Agent with
        {
            RestartSeconds = restart,
            DependsOn = dependsOn,
            Description = description,
            Start = ServiceStart.Demand,
        };
        using ImageMachine machine = _fixture.Open();
        machine.Services.Set(Agent);

        machine.Services.Set(wanted);

        ServiceConfiguration? found = machine.Services.Find("QREXEC-AGENT");
        Assert.NotNull(found);
        Assert.Equal(wanted, found with { Name = wanted.Name });
    }

    [Fact]
    public void Repair_AddsWhatAnOlderVersionHasNotSet()
    {
        using ImageMachine machine = _fixture.Open();
        machine.Services.Set(Agent);
        machine.Registry.DeleteValue(
            @"HKLM\SYSTEM\CurrentControlSet\Services\qrexec-agent", "FailureActionsOnNonCrashFailures");
        ServiceResource service = new(Agent, "Agent");

        Assert.False(service.IsSame(service.Detect(machine), service.Desired));
        machine.Services.Set(Agent);
        Assert.True(service.IsSame(service.Detect(machine), service.Desired));
    }

    [Fact]
    public void EveryServiceOfTheProduct_HasItInAnImage()
    {
        using ImageMachine machine = _fixture.Open();
        foreach (string name in ComponentCatalog.All.SelectMany(static c => ProductServices.Of(c.Name)))
        {
            ServiceConfiguration service = ProductServices.Settings(name, new ProductLayout(machine.Facts));
            machine.Services.Set(service);

            Assert.Equal(
                service.RestartSeconds > 0 ? 1u : null,
                machine.Registry.Find(
                    $@"HKLM\SYSTEM\CurrentControlSet\Services\{name}", "FailureActionsOnNonCrashFailures")
                    ?.AsNumber());
        }
    }

    [Fact]
    public void Find_ReadsServicesOfOthers()
    {
        using ImageMachine machine = _fixture.Open();

        Assert.Null(machine.Services.Find("qrexec-agent"));
        Assert.Equal("NSI/Tdx/Afd", machine.Services.Find("Dhcp")?.DependsOn);
        Assert.Equal(ServiceStart.Boot, machine.Services.Find("storahci")?.Start);
        Assert.Equal(0, machine.Services.Find("storahci")?.RestartSeconds);
    }

    [Fact]
    public void Delete_LeavesNothingOfOurs()
    {
        WindowsImageSnapshot before = _fixture.SnapshotOrSkip();
        using (ImageMachine machine = _fixture.Open())
        {
            machine.Services.Set(Agent);
            machine.Registry.Set(
                $@"{Services}\qrexec-agent\Security",
                "Security",
                new RegistryValue(RegistryValueType.Binary, [1]));
            machine.Commit();
            machine.Services.Delete("qrexec-agent");
            machine.Services.Delete("nicht da");
            machine.Commit();
            Assert.Empty(machine.LeftKeys);
        }

        Assert.Empty(before.DifferenceTo(_fixture.Image.Snapshot()));
    }

    [Fact]
    public void Delete_LeavesAndTellsWhatOthersAdded()
    {
        using ImageMachine machine = _fixture.Open();
        machine.Services.Set(Agent);
        machine.Registry.Set($@"{Services}\qrexec-agent\Parameters", "Fremd", RegistryValue.Text("x"));

        machine.Services.Delete("qrexec-agent");

        Assert.Equal([$@"{Services}\qrexec-agent"], machine.LeftKeys);
        Assert.Null(machine.Services.Find("qrexec-agent"));
        Assert.Equal("x", machine.Registry.Find($@"{Services}\qrexec-agent\Parameters", "Fremd")?.AsText());
        Assert.Empty(machine.Registry.ValueNames($@"{Services}\qrexec-agent"));
    }

    [Fact]
    public void Find_SeesNone_WhereTheNextStartDeletesIt()
    {
        using ImageMachine machine = _fixture.Open();
        machine.Services.Set(Agent);
        machine.Registry.Set($@"{Services}\qrexec-agent", "DeleteFlag", RegistryValue.Number(0));
        Assert.NotNull(machine.Services.Find("qrexec-agent"));

        machine.Registry.Set($@"{Services}\qrexec-agent", "DeleteFlag", RegistryValue.Number(1));

        Assert.Null(machine.Services.Find("qrexec-agent"));
    }

    [Fact]
    public void Set_KeepsAServiceThatTheNextStartWouldDelete()
    {
        using ImageMachine machine = _fixture.Open();
        machine.Services.Set(Agent);
        machine.Registry.Set($@"{Services}\qrexec-agent", "DeleteFlag", RegistryValue.Number(1));

        machine.Services.Set(Agent);

        Assert.Null(machine.Registry.Find($@"{Services}\qrexec-agent", "DeleteFlag"));
        Assert.Equal(Agent, machine.Services.Find("qrexec-agent"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(@"a\b")]
    [InlineData("a/b")]
    public void Name_IsRefused_WhenItIsImpossible(string name)
    {
        using ImageMachine machine = _fixture.Open();

        _ = ImageFixture.Refused(SetupError.InvalidArgument, () => machine.Services.Find(name));
        _ = ImageFixture.Refused(SetupError.InvalidArgument, () => machine.Services.Delete(name));
    }

    public void Dispose() => _fixture.Dispose();
}

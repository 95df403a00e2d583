using PedOS.Engine.Windows.Tests.Child;
using PedOS.TestKit.Limits;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Live;
using PedOS.Tools.Engine.Machines;
using Xunit;

namespace PedOS.Engine.Windows.Tests.Live;

public sealed class LiveServicesTests
{
    [PatientFact(Timeout = 60_000)]
    public Task Set_MakesAService_ThatReadsBackEqual() => Go(static (machine, name) =>
    {
        ServiceConfiguration settings = Settings(name) with { DependsOn = "RpcSs", Start = ServiceStart.Automatic };

        machine.Services.Set(settings);
        Assert.Equal(settings, machine.Services.Find(name));
        machine.Services.Set(settings);
        Assert.Equal(settings, machine.Services.Find(name));

        settings = settings with
        {
            Description = "Başka açıklama",
            Command = settings.Command + " x",
            DependsOn = "",
            RestartSeconds = 0,
        };
        machine.Services.Set(settings);
        Assert.Equal(settings, machine.Services.Find(name));
        Assert.Equal(
            2u, machine.Registry.Find($@"HKLM\SYSTEM\CurrentControlSet\Services\{name}", "Start")?.AsNumber());
    });

    [PatientFact(Timeout = 60_000)]
    public Task Delete_RemovesIt_AndIsSilentAboutNothing() => Go(static (machine, name) =>
    {
        machine.Services.Set(Settings(name));

        machine.Services.Delete(name);
        machine.Services.Delete(name);

        Assert.Null(machine.Services.Find(name));
    });

    [PatientFact(Timeout = 60_000)]
    public Task Service_StartsAndStops() => Go(static (machine, name) =>
    {
        machine.Services.Set(Settings(name));
        Assert.False(machine.Running.Services.IsRunning(name));

        machine.Running.Services.Start(name, CancellationToken.None);
        machine.Running.Services.Start(name, CancellationToken.None);
        Assert.True(machine.Running.Services.IsRunning(name));

        machine.Running.Services.Stop(name, CancellationToken.None);
        machine.Running.Services.Stop(name, CancellationToken.None);
        Assert.False(machine.Running.Services.IsRunning(name));
    });

    [PatientFact(
        Timeout = 60_000,
        Skip = "Wine's service manager does not list what depends on a service",
        SkipWhen = nameof(Wine.IsHere),
        SkipType = typeof(Wine))]
    public Task Stop_StopsWhatDependsOnIt() => Go(static (machine, name) =>
    {
        string other = name + "-other";
        machine.Services.Set(Settings(name));
        machine.Services.Set(Settings(other) with { DependsOn = name });
        try
        {
            machine.Running.Services.Start(other, CancellationToken.None);
            Assert.True(machine.Running.Services.IsRunning(name));

            machine.Running.Services.Stop(name, CancellationToken.None);

            Assert.False(machine.Running.Services.IsRunning(other));
            Assert.False(machine.Running.Services.IsRunning(name));
        }
        finally
        {
            Remove(machine, other);
        }
    });

    [PatientFact(Timeout = 60_000)]
    public Task Start_Tells_WhenAServiceEndsAtOnce() => Go(
        static (machine, name) =>
        {
            machine.Services.Set(Settings(name) with { RestartSeconds = 0 });
            try
            {
                machine.Running.Services.Start(name, CancellationToken.None);
            }
            catch (SetupException failure)
            {
                Assert.Equal(SetupError.SystemRefused, failure.Error);
                Assert.Contains(name, failure.Message, StringComparison.Ordinal);
            }

            // It may have been seen running for a moment.
            machine.Running.Services.Stop(name, CancellationToken.None);
            Assert.False(machine.Running.Services.IsRunning(name));
        },
        "-fails");

    [PatientFact(Timeout = 60_000)]
    public Task Start_SaysWhatIsMissing() => Go(static (machine, name) =>
    {
        SetupException none = Assert.Throws<SetupException>(() =>
            machine.Running.Services.Start(name, CancellationToken.None));
        Assert.Equal(SetupError.NotFound, none.Error);
        Assert.Contains($"the service {name}", none.Message, StringComparison.Ordinal);
        Assert.Contains("(error 1060)", none.Message, StringComparison.Ordinal);

        machine.Services.Set(Settings(name) with { Command = @"""C:\no such program.exe""" });
        Assert.Throws<SetupException>(() => machine.Running.Services.Start(name, CancellationToken.None));
        machine.Running.Services.Stop(name, CancellationToken.None);
    });

    private static Task Go(Action<LiveMachine, string> body, string suffix = "") => Task.Run(() =>
    {
        string name = $"pedos-test-{Guid.NewGuid():N}{suffix}";
        using LiveMachine machine = LiveMachine.Open();
        try
        {
            body(machine, name);
        }
        finally
        {
            Remove(machine, name);
        }
    });

    private static void Remove(LiveMachine machine, string name)
    {
        machine.Running.Services.Stop(name, CancellationToken.None);
        machine.Services.Delete(name);
    }

    private static ServiceConfiguration Settings(string name) => new(
        name,
        $"PedOS Prüfdienst 試験 {name}",
        "Ein Dienst für Tests, ひとつ",
        $"\"{Environment.ProcessPath}\" {ChildService.Marker} {name}",
        ServiceStart.Demand,
        "",
        5);
}

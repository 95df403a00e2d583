using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Tests.Child;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Hosting;

public sealed class WindowsServiceTests
{
    [Fact(Timeout = 90_000)]
    public async Task Service_Starts_Answers_Stops_AndReportsItsExitCode()
    {
        string name = $"pedos-test-{Guid.NewGuid():N}";
        string file = Path.Combine(Path.GetTempPath(), name);
        using ServiceControl service = new(
            name, $"\"{Environment.ProcessPath}\" {ChildProgram.Marker} service {name} \"{file}\"");
        try
        {
            service.Start();
            Advapi32.ServiceStatus running = await service.WaitAsync(Advapi32.SERVICE_RUNNING);
            Assert.Equal(0xC5u, running.ControlsAccepted);
            Assert.True(service.Control(Advapi32.SERVICE_CONTROL_INTERROGATE));
            Assert.Equal("started ", await File.ReadAllTextAsync(file));
            Assert.True(service.Control(Advapi32.SERVICE_CONTROL_STOP));
            Advapi32.ServiceStatus stopped = await service.WaitAsync(Advapi32.SERVICE_STOPPED);
            Assert.Equal((1066u, 42u), (stopped.Win32ExitCode, stopped.ServiceSpecificExitCode));
            await WaitForTextAsync(file, "started stopping left");
        }
        finally
        {
            File.Delete(file);
        }
    }

    // The process leaves a moment after the service has stopped.
    private static async Task WaitForTextAsync(string file, string text)
    {
        for (int i = 0; i < 100 && await File.ReadAllTextAsync(file) != text; i++)
        {
            await Task.Delay(100);
        }

        Assert.Equal(text, await File.ReadAllTextAsync(file));
    }
}

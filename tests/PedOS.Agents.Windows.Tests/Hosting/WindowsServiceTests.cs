using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Tests.Child;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Hosting;

public sealed class WindowsServiceTests
{
    [PatientFact(Timeout = 90_000)]
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
            Assert.Equal("started ", await ReadAsync(file));
            Assert.True(service.Control(Advapi32.SERVICE_CONTROL_STOP));
            Advapi32.ServiceStatus stopped = await service.WaitAsync(Advapi32.SERVICE_STOPPED);
            Assert.Equal((1066u, 42u), (stopped.Win32ExitCode, stopped.ServiceSpecificExitCode));
            await WaitForTextAsync(file, "started stopping left");
        }
        finally
        {
            await DeleteAsync(file);
        }
    }

    // The process may still be about to close it.
    private static async Task DeleteAsync(string file)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                File.Delete(file);
                return;
            }
            catch (IOException) when (i < 100)
            {
                await Task.Delay(100);
            }
        }
    }

    // Leaves the process its right to write meanwhile.
    private static async Task<string> ReadAsync(string file)
    {
        await using FileStream stream =
            new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(stream);
        return await reader.ReadToEndAsync();
    }

    // The process leaves a moment after the service has stopped.
    private static async Task WaitForTextAsync(string file, string text)
    {
        for (int i = 0; i < 100 && await ReadAsync(file) != text; i++)
        {
            await Task.Delay(100);
        }

        Assert.Equal(text, await ReadAsync(file));
    }
}

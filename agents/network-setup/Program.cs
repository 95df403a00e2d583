using PedOS.Agents.Hosting;
using PedOS.Agents.Windows.Hosting;
using PedOS.NetworkSetup;
using PedOS.Tools.Contracts;

if (OperatingSystem.IsWindows())
{
    ProcessHardening.Apply();
    ServiceEvents events = new();
    WindowsNetworkPlatform platform = new(events);
    return WindowsService.Run(
        ProgramNames.NetworkSetup, stopping => NetworkProgram.RunAsync(args, platform, stopping), events);
}

if (!OperatingSystem.IsLinux())
{
    throw new PlatformNotSupportedException("the network is set on Windows and Linux");
}

using StopSignals signals = new();
return await NetworkProgram.RunAsync(args, new LinuxNetworkPlatform(), signals.Stopping).ConfigureAwait(false);

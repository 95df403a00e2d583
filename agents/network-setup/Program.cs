using PedOS.Agents.Hosting;
using PedOS.Agents.Windows.Hosting;
using PedOS.NetworkSetup;
using PedOS.Tools.Contracts;

if (OperatingSystem.IsWindows())
{
    ProcessHardening.Apply();
}

if (ProgramQuestions.Answer(ProgramNames.NetworkSetup, NetworkOptions.Usage, args) is { } answer)
{
    await Console.Out.WriteLineAsync(answer);
    return 0;
}

NetworkPlatform platform;
if (OperatingSystem.IsWindows())
{
    ServiceEvents events = new();
    platform = new WindowsNetworkPlatform(events);
    if (NetworkOptions.TryParse(args, platform.Defaults, out _) is not { IsOneTask: true })
    {
        return WindowsService.Run(
            ProgramNames.NetworkSetup, stopping => NetworkProgram.RunAsync(args, platform, stopping), events);
    }
}
else
{
    platform = OperatingSystem.IsLinux()
        ? new LinuxNetworkPlatform()
        : throw new PlatformNotSupportedException("the network is set on Windows and Linux");
}

using StopSignals signals = new();
return await NetworkProgram.RunAsync(args, platform, signals.Stopping);

using PedOS.Agents.Hosting;
using PedOS.Agents.Windows.Hosting;
using PedOS.QrexecWrapper;

if (OperatingSystem.IsWindows())
{
    ProcessHardening.Apply();
}

InlineCompletions.Enable();
WrapperPlatform platform = WrapperPlatform.ForThisSystem();
await using (platform.ConfigureAwait(false))
{
    await platform.CreateWrapper().RunAsync().ConfigureAwait(false);
}

return 0;

using PedOS.Agents.Hosting;
using PedOS.QrexecWrapper;

InlineCompletions.Enable();
WrapperPlatform platform = WrapperPlatform.ForThisSystem();
await using (platform.ConfigureAwait(false))
{
    await platform.CreateWrapper().RunAsync().ConfigureAwait(false);
}

return 0;

using PedOS.QrexecWrapper;

WrapperPlatform platform = WrapperPlatform.ForThisSystem();
await using (platform.ConfigureAwait(false))
{
    await platform.CreateWrapper().RunAsync().ConfigureAwait(false);
}

return 0;

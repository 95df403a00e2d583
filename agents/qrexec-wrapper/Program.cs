using PedOS.QrexecWrapper;

await using WrapperPlatform platform = WrapperPlatform.ForThisSystem();
await platform.CreateWrapper().RunAsync().ConfigureAwait(false);
return 0;

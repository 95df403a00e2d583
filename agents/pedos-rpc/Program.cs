using PedOS.Agents.Hosting;
using PedOS.Agents.Windows.Hosting;
using PedOS.Rpc;

if (OperatingSystem.IsWindows())
{
    ProcessHardening.Apply();
}

using StopSignals signals = new();
return await RpcProgram.RunAsync(args, RpcPlatform.ForThisSystem(), signals.Stopping).ConfigureAwait(false);

using PedOS.Agents.Hosting;
using PedOS.Agents.Windows.Hosting;
using PedOS.Rpc;
using PedOS.Tools.Contracts;

if (OperatingSystem.IsWindows())
{
    ProcessHardening.Apply();
}

if (ProgramQuestions.Answer(ProgramNames.Rpc, RpcOptions.Usage, args) is { } answer)
{
    await Console.Out.WriteLineAsync(answer);
    return RpcProgram.Done;
}

using StopSignals signals = new();
return await RpcProgram.RunAsync(args, RpcPlatform.ForThisSystem(), signals.Stopping);

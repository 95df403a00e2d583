using PedOS.Agents.Hosting;
using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Hosting;
using PedOS.Protocols;
using PedOS.Protocols.Qrexec;
using PedOS.QrexecClientVm;
using PedOS.Tools.Contracts;

if (OperatingSystem.IsWindows())
{
    ProcessHardening.Apply();
}

if (ProgramQuestions.AnswerFirst(ProgramNames.QrexecClientVm, ClientOptions.Usage, args) is { } answer)
{
    await Console.Out.WriteLineAsync(answer);
    return 0;
}

if (ClientOptions.TryParse(args, out string problem) is not { } options)
{
    TextWriter stream = problem.Length > 0 ? Console.Error : Console.Out;
    if (problem.Length > 0)
    {
        await stream.WriteLineAsync($"qrexec-client-vm: {problem}");
    }

    await stream.WriteLineAsync(ClientOptions.Usage);
    return problem.Length > 0 ? 2 : 0;
}

try
{
    using ClientPlatform platform = ClientPlatform.ForThisSystem();
    return await new ClientCall(platform, options, new ConsoleLog())
        .RunAsync(CancellationToken.None);
}
catch (Exception e) when (e is IOException or ArgumentException or LaunchException or ProtocolException)
{
    await Console.Error.WriteLineAsync($"qrexec-client-vm: {e.Message}");
    return QrexecAbi.QREXEC_EXIT_PROBLEM;
}

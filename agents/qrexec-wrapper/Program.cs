using PedOS.Agents.Hosting;
using PedOS.Agents.Windows.Hosting;
using PedOS.QrexecWrapper;
using PedOS.Tools.Contracts;

if (OperatingSystem.IsWindows())
{
    ProcessHardening.Apply();
}

const string Usage = """
    usage: qrexec-wrapper
    Runs services and moves their data. The agent starts it and speaks with it through standard input and output.
      -h, --help    print this text
      --version     print the version
    """;

if (ProgramQuestions.Answer(ProgramNames.QrexecWrapper, Usage, args) is { } answer)
{
    await Console.Out.WriteLineAsync(answer);
    return 0;
}

InlineCompletions.Enable();
WrapperPlatform platform = WrapperPlatform.ForThisSystem();
await using (platform)
{
    await platform.CreateWrapper().RunAsync();
}

return 0;

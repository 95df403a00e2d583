using System.Runtime.Versioning;
using PedOS.Agents.Hosting;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Posix.Processes;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Windows.Processes;
using PedOS.Agents.Windows.Sessions;

namespace PedOS.QrexecWrapper;

/// <summary>Puts the wrapper together.</summary>
internal static class WrapperProgram
{
    /// <summary>Help text.</summary>
    public const string Usage = """
        usage: qrexec-wrapper
        Runs services and moves their data. The agent starts it and speaks with it through standard input and output.
          -h, --help    print this text
          --version     print the version
        """;

    /// <summary>Works until the agent is gone and every call has ended.</summary>
    /// <param name="program">Its frame.</param>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(ProgramContext program)
    {
        if (OperatingSystem.IsWindows())
        {
            await RunOnWindowsAsync(program);
        }
        else
        {
            await RunOnLinuxAsync(program);
        }

        return 0;
    }

    // The agent is on the pipes that are standard input and output.
    [SupportedOSPlatform("windows")]
    private static async Task RunOnWindowsAsync(ProgramContext program)
    {
        using SessionNotificationWindow sessions = new();
        WindowsProcessLauncher launcher = new(Options, sessions, program.Time);
        using IByteSource fromAgent = program.Guest.Streams.OpenInput();
        using StreamSink toAgent = new(Console.OpenStandardOutput());
        await LoopOf(program, new MessageLink(fromAgent, toAgent), launcher).RunAsync();

        LauncherOptions Options() =>
            new(program.Settings.Current.DefaultUser, program.Settings.Current.LogonTimeout);
    }

    // The agent is on the socket that is standard output.
    [UnsupportedOSPlatform("windows")]
    private static async Task RunOnLinuxAsync(ProgramContext program)
    {
        DescriptorLimit.TakeAll();
        using SocketStream agent = WrapperLink.Open();
        PosixProcessLauncher launcher = new(SwitchSignal.TryStart());
        await LoopOf(program, new MessageLink(agent, agent), launcher).RunAsync();
    }

    private static WrapperLoop LoopOf(ProgramContext program, MessageLink agent, IProcessLauncher launcher) =>
        new(agent, new CallRunner(program.Transport, launcher, program.Time, program.Log), program.Log);
}

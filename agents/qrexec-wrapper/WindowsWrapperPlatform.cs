using System.Runtime.Versioning;
using PedOS.Agents.Logging;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Vchan;
using PedOS.Agents.Windows.Logging;
using PedOS.Agents.Windows.Processes;
using PedOS.Agents.Windows.Sessions;
using PedOS.Agents.Windows.Settings;
using PedOS.Tools.Contracts;

namespace PedOS.QrexecWrapper;

/// <summary>The wrapper on Windows: the agent is on the pipes that are standard input and output.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsWrapperPlatform : WrapperPlatform
{
    private readonly SocketVchanTransport _transport = SocketVchanTransport.FromEnvironment(TimeProvider.System);
    private readonly SessionNotificationWindow _sessions = new();
    private readonly ProgramLog _log = ProgramLog.Open(
        ProgramNames.QrexecWrapper,
        new RegistrySettingsStore(TimeProvider.System),
        new WindowsEventLog(ProgramNames.QrexecWrapper),
        TimeProvider.System);

    /// <inheritdoc/>
    public override WrapperLoop CreateWrapper()
    {
        WindowsProcessLauncher launcher = new(Options, _sessions, TimeProvider.System);
        CallRunner runner = new(_transport, launcher, TimeProvider.System, _log);
        Stream input = Console.OpenStandardInput();
        MessageLink agent = new(
            new ThreadedSource(buffer => input.Read(buffer)), new StreamSink(Console.OpenStandardOutput()));
        return new WrapperLoop(agent, runner, _log);

        LauncherOptions Options() => new(_log.Settings.Current.DefaultUser, _log.Settings.Current.LogonTimeout);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _sessions.Dispose();
        _transport.Dispose();
        await _log.DisposeAsync();
    }
}

using System.Runtime.Versioning;
using PedOS.Agents.Logging;
using PedOS.Agents.Posix.Processes;
using PedOS.Agents.Posix.Settings;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Vchan;
using PedOS.Tools.Contracts;

namespace PedOS.QrexecWrapper;

/// <summary>The wrapper on Linux: the agent is on the socket that is standard output.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxWrapperPlatform : WrapperPlatform
{
    private readonly SocketVchanTransport _transport = SocketVchanTransport.FromEnvironment(TimeProvider.System);
    private readonly SocketStream _agent = WrapperLink.Open();
    private readonly ProgramLog _log = ProgramLog.Open(
        ProgramNames.QrexecWrapper,
        PosixSettings.Open(TimeProvider.System),
        new StandardErrorLog(ProgramNames.QrexecWrapper),
        TimeProvider.System);

    /// <inheritdoc/>
    public override WrapperLoop CreateWrapper()
    {
        PosixProcessLauncher launcher = new(SwitchSignal.TryStart());
        CallRunner runner = new(_transport, launcher, TimeProvider.System, _log);
        return new WrapperLoop(new MessageLink(_agent, _agent), runner, _log);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _agent.Dispose();
        _transport.Dispose();
        await _log.DisposeAsync();
    }
}

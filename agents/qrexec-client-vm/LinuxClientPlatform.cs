using System.Runtime.Versioning;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Posix.LocalEndpoints;
using PedOS.Agents.Posix.Processes;
using PedOS.Agents.Posix.Streams;
using PedOS.Agents.Processes;
using PedOS.Agents.Vchan;

namespace PedOS.QrexecClientVm;

/// <summary>The client on Linux.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxClientPlatform : ClientPlatform
{
    private readonly SocketVchanTransport _transport = SocketVchanTransport.FromEnvironment(TimeProvider.System);
    private LocalProgram? _program;

    /// <inheritdoc/>
    public override string DefaultEndpoint => "/var/run/qubes/qrexec-agent";

    /// <inheritdoc/>
    public override IVchanTransport Transport => _transport;

    /// <inheritdoc/>
    public override ILocalConnector Connector { get; } = new PosixLocalConnector();

    /// <inheritdoc/>
    public override IByteSource OpenInput() => StandardStreams.OpenInput();

    /// <inheritdoc/>
    public override IByteSink OpenOutput() => StandardStreams.OpenOutput();

    /// <inheritdoc/>
    public override IByteSink OpenError() => StandardStreams.OpenError();

    /// <inheritdoc/>
    public override bool IsOutputTerminal => StandardStreams.IsTerminal(1);

    /// <inheritdoc/>
    public override bool IsErrorTerminal => StandardStreams.IsTerminal(2);

    /// <inheritdoc/>
    public override SocketStream? TryOpenInputSocket() => StandardStreams.TryOpenInputSocket();

    /// <inheritdoc/>
    public override ILaunchedProcess StartProgram(IReadOnlyList<string> arguments)
    {
        _program = LocalProgram.Start(arguments);
        return _program.Process;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _program?.Dispose();
        _transport.Dispose();
    }
}

using System.Runtime.Versioning;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Processes;
using PedOS.Agents.Vchan;
using PedOS.Agents.Windows.LocalEndpoints;
using PedOS.Agents.Windows.Processes;

namespace PedOS.QrexecClientVm;

/// <summary>The client on Windows.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsClientPlatform : ClientPlatform
{
    private readonly SocketVchanTransport _transport = SocketVchanTransport.FromEnvironment(TimeProvider.System);

    /// <inheritdoc/>
    public override string DefaultEndpoint => NamedPipeNames.Agent;

    /// <inheritdoc/>
    public override IVchanTransport Transport => _transport;

    /// <inheritdoc/>
    public override ILocalConnector Connector { get; } = new NamedPipeConnector();

    /// <inheritdoc/>
    public override bool IsOutputTerminal => !Console.IsOutputRedirected;

    /// <inheritdoc/>
    public override bool IsErrorTerminal => !Console.IsErrorRedirected;

    /// <inheritdoc/>
    public override IByteSource OpenInput()
    {
        Stream input = Console.OpenStandardInput();
        return new ThreadedSource(buffer => input.Read(buffer));
    }

    /// <inheritdoc/>
    public override IByteSink OpenOutput() => StandardOutputSink.Open();

    /// <inheritdoc/>
    public override IByteSink OpenError() => new StreamSink(Console.OpenStandardError());

    /// <inheritdoc/>
    public override SocketStream? TryOpenInputSocket() => null;

    /// <inheritdoc/>
    public override ILaunchedProcess StartProgram(IReadOnlyList<string> arguments) =>
        WindowsLocalProgram.Start(arguments);

    /// <inheritdoc/>
    public override void Dispose() => _transport.Dispose();
}

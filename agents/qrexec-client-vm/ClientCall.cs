using System.Text;
using PedOS.Agents.Hosting;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Vchan;
using PedOS.Protocols.Qrexec;

namespace PedOS.QrexecClientVm;

/// <summary>One call: request, data channel, streams, exit code.</summary>
/// <param name="guest">The system.</param>
/// <param name="transport">Flavour of vchan.</param>
/// <param name="start">Starts the local program; takes its path and its arguments.</param>
/// <param name="options">Command line.</param>
/// <param name="log">Log.</param>
internal sealed class ClientCall(
    Guest guest,
    IVchanTransport transport,
    Func<IReadOnlyList<string>, ILaunchedProcess> start,
    ClientOptions options,
    ILog log)
{
    /// <summary>Makes the call.</summary>
    /// <returns>Exit code of this program.</returns>
    /// <exception cref="IOException">The call could not be made.</exception>
    /// <exception cref="LaunchException">The local program could not be started.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        TriggerRequest request = TriggerRequest.Create(options.Source ?? string.Empty, options.Target, options.Service);
        using SocketStream? socket = options.UseInputSocket
            ? guest.Streams.TryOpenInputSocket() ?? throw new ArgumentException("standard input is not a stream socket")
            : null;

        // Closed by the end of the process, which is the end of the call: to end the read that waits there first would
        // cost every call a thread.
        ILocalConnection agent = await guest.Connector
            .ConnectAsync(options.AgentSocket ?? guest.Endpoints.Agent, cancellationToken);
        ChannelAddress? answer = await ServiceRequest.AskAsync(agent, request, cancellationToken);
        if (answer is not { } address)
        {
            await Console.Error.WriteLineAsync("Request refused");
            return QrexecAbi.QREXEC_EXIT_REQUEST_REFUSED;
        }

        _ = LeaveWithAgentAsync(agent);
        return await ServeAsync(address, socket, cancellationToken);
    }

    // The call goes on without an agent that has gone; but a handle that is kept would keep its name from the next one.
    private static async Task LeaveWithAgentAsync(ILocalConnection agent)
    {
        byte[] nothing = new byte[1];
        try
        {
            while (await agent.ReadAsync(nothing, CancellationToken.None) > 0)
            {
                // It has nothing more to say.
            }
        }
        catch (IOException)
        {
            // Gone, too.
        }

        await agent.DisposeAsync();
    }

    private async Task<int> ServeAsync(
        ChannelAddress address, SocketStream? socket, CancellationToken cancellationToken)
    {
        // Offered before the local program starts, which may take its time.
        await using IVchan vchan =
            transport.Listen(address.Domain, address.Port, options.BufferSize, options.BufferSize);
        using ILaunchedProcess? program = options.Program.Count > 0 ? start(options.Program) : null;
        byte[] prefix = Encoding.UTF8.GetBytes(options.Prefix ?? string.Empty);
        int remote = await CallerConnection
            .RunAsync(vchan, Streams(program, socket), prefix, log, cancellationToken);
        if (program is null)
        {
            return remote;
        }

        // The remote code counts first; but a local failure is not hidden by a remote success.
        program.Dispose();
        int local = await program.Exited;
        return remote != 0 ? remote : local;
    }

    private CallerStreams Streams(ILaunchedProcess? program, SocketStream? socket)
    {
        bool filterOutput = options.FilterOutput ?? (program is null && guest.Streams.IsOutputTerminal);
        return new CallerStreams(
            program?.Output ?? socket ?? guest.Streams.OpenInput(),
            program?.Input ?? socket ?? guest.Streams.OpenOutput(),
            guest.Streams.OpenError(),
            filterOutput,
            options.FilterError ?? guest.Streams.IsErrorTerminal);
    }
}

using PedOS.Agents.Hosting;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Vchan;
using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Vchan;

namespace PedOS.Rpc.Files;

/// <summary>Calls the receiver of another machine.</summary>
/// <param name="program">The program.</param>
/// <param name="agentSocket">Where the agent takes requests.</param>
/// <param name="target">The machine; <c>@default</c> lets dom0 ask the user.</param>
internal sealed class FileCall(ProgramContext program, string agentSocket, string target)
{
    /// <summary>The service that is called.</summary>
    public const string Service = "qubes.Filecopy";

    /// <summary>Carries; see <see cref="SendVerb.Carrier"/>.</summary>
    /// <exception cref="IOException">The call cannot be made.</exception>
    public async Task<int> CarryAsync(SenderSource source, ResultSink answer, bool needsAllNames)
    {
        string service = needsAllNames ? $"{Service}+{ReceiveVerb.AllNames}" : Service;
        TriggerRequest request = TriggerRequest.Create(string.Empty, target, service);
        await using ILocalConnection agent =
            await program.Guest.Connector.ConnectAsync(agentSocket, program.Stopping);
        if (await ServiceRequest.AskAsync(agent, request, program.Stopping) is not { } address)
        {
            await Console.Error.WriteLineAsync("Request refused");
            return QrexecAbi.QREXEC_EXIT_REQUEST_REFUSED;
        }

        await using IVchan vchan = program.Transport.Listen(
            address.Domain, address.Port, VchanRing.DataRingSize, VchanRing.DataRingSize);
        using IByteSink error = program.Guest.Streams.OpenError();
        CallerStreams streams = new(source, answer, error, FilterOutput: false, FilterError: true);
        return await CallerConnection.RunAsync(vchan, streams, default, program.Log, program.Stopping);
    }
}

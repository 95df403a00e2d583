using PedOS.Agents.LocalEndpoints;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Qrexec;

/// <summary>Asks the agent for a service; the connection must stay open for as long as the call lasts.</summary>
public static class ServiceRequest
{
    /// <summary>Sends the request and waits for dom0's decision.</summary>
    /// <returns>Where the data channel is to be opened; null when refused.</returns>
    /// <exception cref="IOException">The agent broke off in the middle.</exception>
    public static async Task<ChannelAddress?> AskAsync(
        ILocalConnection agent, TriggerRequest request, CancellationToken cancellationToken)
    {
        byte[] message = MessageFrame.Build(MessageType.TriggerService4, request.ToBody(TriggerRequest.Placeholder));
        await agent.WriteAsync(message, cancellationToken);
        byte[] answer = new byte[ChannelAddress.Size];
        int received = 0;
        while (received < answer.Length)
        {
            int read = await agent.ReadAsync(answer.AsMemory(received), cancellationToken);
            if (read == 0)
            {
                return received == 0 ? null : throw new IOException("the agent broke off in the middle of its answer");
            }

            received += read;
        }

        ChannelAddress address = ChannelAddress.Read(answer);
        return address.IsValid ? address : throw new IOException($"the agent named the impossible address {address}");
    }
}

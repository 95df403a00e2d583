using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;
using PedOS.Protocols.Qrexec;
using PedOS.Tools.Contracts;

namespace PedOS.QrexecAgent;

/// <summary>
/// One local client: it sends one TRIGGER_SERVICE4 and gets 8 bytes, domain and port, or a closed connection. It keeps
/// the connection open for as long as its call lasts.
/// </summary>
internal sealed class LocalClient(
    ILocalConnection connection, PendingRequests requests, CallTable calls, ControlOutbox outbox,
    TimeProvider time, AccountLogs logs)
{
    // Enough for a program on a busy machine to send 200 bytes.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Serves the client to its end.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        TriggerRequest? request = await ReadRequestAsync(stopping);

        // Who it is, is known for sure once it has sent something.
        LocalIdentity client = connection.Identity;
        ILog log = logs.Of(client.Account);
        if (request is null)
        {
            log.Warning($"a program (process {client.ProcessId}, account {client.Account}) "
                + "sent something that is not a request; it is turned away");
            return;
        }

        log.Info($"process {client.ProcessId} asks for {request}");
        if (log.IsEnabled(LogLevel.Debug))
        {
            log.Debug($"process {client.ProcessId} asks for {CommandMark.Around(Printable.Text(request.Service))}");
        }

        PendingRequest pending = requests.Send(request, log);
        Task left = WaitUntilLeftAsync(stopping);
        if (await Task.WhenAny(pending.Answer, left) == left && !pending.Answer.IsCompleted)
        {
            requests.Abandon(pending);
        }

        if (await pending.Answer is { } address)
        {
            await ServeCallAsync(address, left, stopping);
        }

        await connection.DisposeAsync();
        await left;
    }

    private async Task ServeCallAsync(ChannelAddress address, Task left, CancellationToken stopping)
    {
        RunningCall? call = calls.TryAdd(address);
        try
        {
            if (call is not null)
            {
                byte[] place = new byte[ChannelAddress.Size];
                address.Write(place);
                await connection.WriteAsync(place, stopping);
                await left;
            }
        }
        catch (IOException)
        {
            // It left before it was told.
        }
        finally
        {
            if (call is null)
            {
                outbox.AddTerminated(address);
            }
            else
            {
                _ = calls.Remove(call.Id);
                outbox.AddTerminated(call);
            }
        }
    }

    private async Task<TriggerRequest?> ReadRequestAsync(CancellationToken stopping)
    {
        using CancellationTokenSource limit = new(RequestTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            byte[] header = new byte[QrexecAbi.HeaderSize];
            if (!await ReadExactlyAsync(header, either.Token))
            {
                return null;
            }

            MessageHeader message = MessageHeader.Read(header);
            if (message.Type != MessageType.TriggerService4
                || message.Length is <= TriggerRequest.FixedSize or > TriggerRequest.MaxBody)
            {
                return null;
            }

            byte[] body = new byte[message.Length];
            bool isWhole = await ReadExactlyAsync(body, either.Token);
            return isWhole ? TriggerRequest.TryRead(body) : null;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return null;
        }
    }

    private async ValueTask<bool> ReadExactlyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (buffer.Length > 0)
        {
            int read = await connection.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                return false;
            }

            buffer = buffer[read..];
        }

        return true;
    }

    // Anything more that a client says is not part of the protocol and ends its connection like hanging up does.
    private async Task WaitUntilLeftAsync(CancellationToken stopping)
    {
        try
        {
            _ = await connection.ReadAsync(new byte[1], stopping);
        }
        catch (OperationCanceledException)
        {
            // The agent stops, which ends the connection too.
        }
    }
}

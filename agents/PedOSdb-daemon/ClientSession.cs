using PedOS.Agents.LocalEndpoints;
using PedOS.Protocols.Database;

namespace PedOS.DatabaseDaemon;

/// <summary>
/// One local client: its requests are answered in order, what it watches is told as soon as it happens. A client that
/// does not read is waited for here alone; one that lets too many events wait is disconnected, and knows by that.
/// </summary>
/// <param name="connection">The client; closed at its end.</param>
/// <param name="database">What it asks.</param>
/// <param name="mayWrite">Decides by who it is, which is known when it has asked something.</param>
internal sealed class ClientSession(
    ILocalConnection connection, SharedDatabase database, Func<LocalIdentity, bool> mayWrite)
    : IDisposable
{
    /// <summary>Events that may wait for one client.</summary>
    public const int MaxEvents = 4096;

    private const int BufferSize = 4096;

    private readonly MessageQueue _events = new(MaxEvents * DatabaseAbi.HeaderSize);
    private readonly SemaphoreSlim _turn = new(1);
    private Task? _telling;

    /// <summary>Serves the client to its end.</summary>
    /// <exception cref="OperationCanceledException">The daemon stops.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        using ClientRequests requests = new(database, _events, () => mayWrite(connection.Identity));
        try
        {
            await ServeAsync(requests, stopping);
        }
        catch (IOException)
        {
            // It left while it was answered.
        }
        finally
        {
            database.Forget(_events);
            requests.Changes.WakeOthers();
            _events.Filled.Close();
            await connection.DisposeAsync();
            if (_telling is not null)
            {
                await _telling;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _events.Dispose();
        _turn.Dispose();
    }

    private async Task ServeAsync(ClientRequests requests, CancellationToken stopping)
    {
        byte[] buffer = new byte[BufferSize];
        int start = 0, end = 0;
        while (await connection.ReadAsync(buffer.AsMemory(end), stopping) is > 0 and int read)
        {
            end += read;
            ClientRequests.Outcome outcome;
            do
            {
                outcome = requests.Step(buffer.AsSpan(start, end - start), out int used);
                start += used;
                if (requests.HasWatched)
                {
                    _telling ??= TellAsync(stopping);
                }

                await SendAsync(requests, stopping);
            }
            while (outcome == ClientRequests.Outcome.Send);

            if (outcome == ClientRequests.Outcome.End)
            {
                return;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
    }

    private async ValueTask SendAsync(ClientRequests requests, CancellationToken stopping)
    {
        ValueTask sending = SendAsync(requests.Answers.Filled, stopping);

        // The answer is under way, perhaps for long; nobody else waits for that.
        requests.Changes.WakeOthers();
        database.Dom0?.Filled.Set();
        await sending;
        requests.Answers.Clear();
        requests.Changes.WakeMaker();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> messages, CancellationToken stopping)
    {
        if (_telling is null)
        {
            await connection.WriteAsync(messages, stopping);
            return;
        }

        await _turn.WaitAsync(stopping);
        try
        {
            await connection.WriteAsync(messages, stopping);
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    private async Task TellAsync(CancellationToken stopping)
    {
        try
        {
            while (await _events.Filled.WaitAsync() && !_events.HasOverflowed)
            {
                ArraySegment<byte> waiting = _events.TakeAll();
                await SendEventsAsync(waiting, stopping);
                MessageQueue.Return(waiting);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client is gone or the daemon stops; the reader notices the same.
        }

        // Ends the reader too.
        await connection.DisposeAsync();
    }

    private async ValueTask SendEventsAsync(ReadOnlyMemory<byte> events, CancellationToken stopping)
    {
        // As few at a time as the system takes at once, see AnswerBuffer; a multiple of one event.
        const int Most = 256 * DatabaseAbi.HeaderSize;
        while (!events.IsEmpty && !_events.HasOverflowed)
        {
            ReadOnlyMemory<byte> part = events[..Math.Min(Most, events.Length)];
            await SendAsync(part, stopping);
            events = events[part.Length..];
        }
    }
}

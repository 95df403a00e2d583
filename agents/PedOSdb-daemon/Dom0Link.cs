using PedOS.Agents.Async;
using PedOS.Agents.Logging;
using PedOS.Agents.Vchan;
using PedOS.Protocols;
using PedOS.Protocols.Database;

namespace PedOS.DatabaseDaemon;

/// <summary>
/// The channel to dom0's database: connects, asks for everything, then exchanges changes; begins anew whenever it is
/// lost, for ever.
/// </summary>
internal sealed class Dom0Link(IVchanTransport transport, SharedDatabase database, TimeProvider time, ILog log)
{
    /// <summary>
    /// Bytes that may wait for dom0: every change of <see cref="ChangedPaths"/> and some more. dom0 reads at once; one
    /// that does not has the channel ended, and gets everything in the next sync.
    /// </summary>
    public const int MaxWaiting = (ChangedPaths.MaxPaths * DatabaseAbi.MaxMessage) + (1 << 20);

    private const uint Dom0 = 0;
    private const int BufferSize = 16384;

    private readonly TaskCompletionSource _firstSync = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when everything has come for the first time.</summary>
    public Task FirstSync => _firstSync.Task;

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        Backoff backoff = new(time, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5));
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using IVchan vchan = await transport.ConnectAsync(Dom0, DatabaseAbi.VchanPort, stopping);
                await ExchangeAsync(vchan, backoff, stopping);
            }
            catch (VchanClosedException)
            {
                log.Info("dom0's database hung up at once");
            }
            catch (VchanException e)
            {
                log.Warning("dom0's database cannot be reached; trying again", e);
            }
            catch (ProtocolException e)
            {
                log.Error($"dom0 broke the database protocol ({e.ErrorId}); the channel starts anew", e);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await backoff.WaitAsync(stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ExchangeAsync(IVchan vchan, Backoff backoff, CancellationToken stopping)
    {
        await vchan.WriteAsync(DatabaseWriter.Build(DatabaseMessageType.MultiRead, []), stopping);
        using MessageQueue outgoing = new(MaxWaiting);
        database.Connect(outgoing);
        Task writing = WriteAsync(vchan, outgoing, stopping);
        try
        {
            await ReadAsync(vchan, outgoing, backoff, stopping);
            log.Warning("dom0's database closed the channel; local programs are served from what is here");
        }
        catch (OperationCanceledException)
        {
            await PartAsync(vchan);
            throw;
        }
        finally
        {
            database.Disconnect();
            outgoing.Filled.Close();
            vchan.Abort();
            await writing;
        }
    }

    // A channel that closes with something unread breaks at the other side instead of ending.
    private static async ValueTask PartAsync(IVchan vchan)
    {
        byte[] dropped = new byte[BufferSize];
        while (vchan.DataReady > 0 && await vchan.ReadAsync(dropped, CancellationToken.None) > 0)
        {
        }

        await vchan.DisposeAsync();
    }

    private async Task ReadAsync(IVchan vchan, MessageQueue outgoing, Backoff backoff, CancellationToken stopping)
    {
        byte[] buffer = new byte[BufferSize];
        LinkReader reader = new(LinkSender.Dom0);
        SyncStage? stage = new();
        EventBatch events = new(maker: null);
        int length = 0;
        while (await vchan.ReadAsync(buffer.AsMemory(length), stopping) is > 0 and int read)
        {
            length += read;
            try
            {
                int used = HandleAll(reader, buffer.AsSpan(0, length), ref stage, outgoing, events);
                buffer.AsSpan(used, length - used).CopyTo(buffer);
                length -= used;
            }
            finally
            {
                events.WakeOthers();
                outgoing.Filled.Set();
            }

            if (outgoing.HasOverflowed)
            {
                throw new ProtocolException(
                    "DatabaseUnread", $"dom0 leaves {MaxWaiting} bytes of changes and answers unread");
            }

            if (stage is null)
            {
                backoff.Reset();
            }
        }
    }

    private int HandleAll(
        LinkReader reader, ReadOnlySpan<byte> received, ref SyncStage? stage, MessageQueue outgoing, EventBatch events)
    {
        int used = 0;
        while (reader.TryRead(received[used..], out DatabaseMessage message, out int consumed) == ReadStatus.Done)
        {
            used += consumed;
            switch (message.Type)
            {
                case DatabaseMessageType.RespMultiRead when message.IsEnd:
                    int entries = database.CompleteSync(stage!, events);
                    stage = null;
                    log.Info($"synced with dom0's database, {entries} entries");
                    _ = _firstSync.TrySetResult();
                    break;
                case DatabaseMessageType.RespMultiRead:
                    stage!.Add(message);
                    break;
                case DatabaseMessageType.RespOk:
                    database.AnsweredByDom0(message);
                    break;
                case DatabaseMessageType.RespError:
                    database.AnsweredByDom0(message);
                    log.Warning($"dom0's database refused {System.Text.Encoding.ASCII.GetString(message.Path)}");
                    break;
                case DatabaseMessageType.Write when !DatabasePath.IsStorableValue(message.Data):
                    outgoing.Add(DatabaseMessageType.RespError, message.Path);
                    break;
                case DatabaseMessageType.Write:
                    database.WriteFromDom0(message, events);
                    outgoing.Add(DatabaseMessageType.RespOk, message.Path);
                    break;
                case DatabaseMessageType.Rm:
                    // Nothing to remove ends the channel, and without the original's answer: that would end dom0's
                    // daemon too, while a new sync heals both.
                    database.RemoveFromDom0(message, events);
                    outgoing.Add(DatabaseMessageType.RespOk, message.Path);
                    break;
            }
        }

        return used;
    }

    private static async Task WriteAsync(IVchan vchan, MessageQueue outgoing, CancellationToken stopping)
    {
        try
        {
            while (await outgoing.Filled.WaitAsync())
            {
                ArraySegment<byte> messages = outgoing.TakeAll();
                await vchan.WriteAsync(messages, stopping);
                MessageQueue.Return(messages);
                if (outgoing.HasOverflowed)
                {
                    // A reader that hears nothing would not notice.
                    vchan.Abort();
                    return;
                }
            }
        }
        catch (Exception e) when (e is VchanClosedException or OperationCanceledException)
        {
            // The reader notices the same and tells.
        }
    }
}

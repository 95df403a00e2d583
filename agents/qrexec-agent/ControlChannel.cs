using PedOS.Agents.Async;
using PedOS.Agents.Logging;
using PedOS.Agents.Vchan;
using PedOS.Protocols;
using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Vchan;

namespace PedOS.QrexecAgent;

/// <summary>
/// The connection to dom0's daemon: listens, shakes hands, reads and writes, and begins anew whenever it is lost, for
/// ever.
/// </summary>
internal sealed class ControlChannel(
    IVchanTransport transport, ControlOutbox outbox, IControlHandler handler, TimeProvider time, ILog log)
{
    private const uint Dom0 = 0;
    private const int InitialBuffer = 4096;

    // A daemon that takes no answer for so long, while thousands wait for it, will not take any.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        Backoff backoff = new(time, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using IVchan vchan = transport.Listen(
                    Dom0, QrexecAbi.VCHAN_BASE_PORT, VchanRing.DataRingSize, VchanRing.DataRingSize);
                log.Info("waiting for dom0");
                backoff.Reset();
                await ConnectAsync(vchan, stopping);
            }
            catch (VchanClosedException)
            {
                log.Info("dom0 hung up before the handshake was done");
            }
            catch (VchanException e)
            {
                log.Warning("the control channel cannot be offered; trying again", e);

                // The loop sees when the pause was ended by a stop; no catch here does for another one.
                await backoff.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (ProtocolException e)
            {
                log.Error($"dom0 broke the qrexec protocol ({e.ErrorId}); the connection starts anew", e);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ConnectAsync(IVchan vchan, CancellationToken stopping)
    {
        await vchan.WriteAsync(Hello.Build(), stopping);
        ReceiveBuffer buffer = new(InitialBuffer, QrexecAbi.HeaderSize + QrexecAbi.MaxExecBody);
        uint version = 0;
        while (version == 0)
        {
            if (!await buffer.FillAsync(vchan, stopping))
            {
                throw new VchanClosedException("dom0 left before its HELLO");
            }

            _ = Hello.TryRead(buffer.Unread, out version, out int consumed);
            buffer.Consume(consumed);
        }

        log.Info($"connected to dom0, qrexec protocol {version}");
        handler.Connected();
        using CancellationTokenSource closed = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task writing = WriteAsync(vchan, version, closed.Token);
        bool daemonGone = false;
        try
        {
            await ReadAsync(vchan, buffer, writing, stopping);
            daemonGone = true;
            log.Warning("dom0 closed the control channel; running calls go on");
        }
        catch (ProtocolException)
        {
            outbox.ForgetDebts();
            throw;
        }
        finally
        {
            await closed.CancelAsync();
            vchan.Abort();
            await writing;
            handler.Disconnected(daemonGone);
        }
    }

    private async Task ReadAsync(IVchan vchan, ReceiveBuffer buffer, Task writing, CancellationToken stopping)
    {
        do
        {
            while (ControlReader.TryRead(buffer.Unread, out ControlMessage? message, out int consumed)
                == ReadStatus.Done)
            {
                buffer.Consume(consumed);
                if (outbox.WhenRoom() is { IsCompleted: false } room
                    && !await HasRoomAsync(room, writing, stopping))
                {
                    return;
                }

                handler.Handle(message!);
            }
        }
        while (await buffer.FillAsync(vchan, stopping));
    }

    // While nothing more is read, dom0 finds its ring full: one that asks faster than it reads is slowed down, and
    // only one that does not read at all loses its connection.
    private async Task<bool> HasRoomAsync(Task room, Task writing, CancellationToken stopping)
    {
        try
        {
            Task first = await Task.WhenAny(room, writing).WaitAsync(Patience, time, stopping);
            return first == room;
        }
        catch (TimeoutException)
        {
            throw new ProtocolException(
                "QrexecUnread",
                $"dom0 leaves {ControlOutbox.MaxUnread} answers unread for {Patience.TotalSeconds:0} s "
                + "and asks for more");
        }
    }

    // A message leaves the outbox when it was written: what a lost connection did not take goes to the next one.
    private async Task WriteAsync(IVchan vchan, uint version, CancellationToken closed)
    {
        try
        {
            while (true)
            {
                await outbox.WaitAsync(closed);
                while (outbox.TryPeek(out ControlOutbox.IOutgoing? message))
                {
                    if (message.Build(version) is { } frame)
                    {
                        await vchan.WriteAsync(frame, closed);
                    }

                    outbox.Remove(message);
                }
            }
        }
        catch (Exception e) when (e is VchanClosedException or OperationCanceledException)
        {
            // The reader notices the same and tells.
        }
    }
}

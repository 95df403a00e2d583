using System.Diagnostics.CodeAnalysis;
using PedOS.Protocols.Qrexec;

namespace PedOS.QrexecAgent;

/// <summary>
/// What is to be sent to dom0, in order, kept over the loss of a connection. Bounded by what puts into it: running
/// calls and waiting local clients, each of which has a limit of its own, and by <see cref="WhenRoom"/>.
/// </summary>
internal sealed class ControlOutbox
{
    /// <summary>
    /// Messages that may wait before nothing more is heard from dom0: twice the longest call table and every request
    /// that can be open. An honest daemon reads its answers and never comes near.
    /// </summary>
    public const int MaxUnread = (2 * CallTable.MaxCalls) + PendingRequests.MaxRequests;

    private readonly Lock _lock = new();
    private readonly LinkedList<IOutgoing> _queue = [];

    // The writer, while it waits for a first message. It is woken outside the lock and goes on at once in the same
    // thread, which spares a call its way through the thread pool.
    private TaskCompletionSource? _writer;

    // The reader of the same connection, while it waits for room.
    private TaskCompletionSource? _reader;

    /// <summary>A message whose bytes are made when it is sent.</summary>
    public interface IOutgoing
    {
        /// <summary>
        /// Bytes for a connection of this version; null when it has become pointless or cannot be said.
        /// </summary>
        byte[]? Build(uint version);
    }

    /// <summary>Puts a message at the end.</summary>
    public void Add(IOutgoing message)
    {
        TaskCompletionSource? writer;
        lock (_lock)
        {
            _queue.AddLast(message);
            writer = _writer;
            _writer = null;
        }

        _ = writer?.TrySetResult();
    }

    /// <summary>Announces the end of a call.</summary>
    public void AddTerminated(RunningCall call) => Add(new Ended(call));

    /// <summary>Announces the end of a call that never began.</summary>
    public void AddTerminated(ChannelAddress address) => Add(new Debt(address));

    /// <summary>
    /// Completes when fewer than <see cref="MaxUnread"/> messages wait; for the one reader, before it takes a message
    /// that may have to be answered.
    /// </summary>
    public Task WhenRoom()
    {
        lock (_lock)
        {
            if (_queue.Count < MaxUnread)
            {
                return Task.CompletedTask;
            }

            _reader = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _reader.Task;
        }
    }

    /// <summary>Waits until there is a message; for the one writer.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        Task filled;
        lock (_lock)
        {
            if (_queue.Count > 0)
            {
                return;
            }

            // One whose wait was cancelled may have left its own behind.
            _writer = new TaskCompletionSource();
            filled = _writer.Task;
        }

        await filled.WaitAsync(cancellationToken);
    }

    /// <summary>The first message, which stays until it is removed.</summary>
    public bool TryPeek([MaybeNullWhen(false)] out IOutgoing message)
    {
        lock (_lock)
        {
            message = _queue.First?.Value;
            return message is not null;
        }
    }

    /// <summary>Removes a message: it was sent, or is not wanted any more.</summary>
    public void Remove(IOutgoing message)
    {
        lock (_lock)
        {
            _ = _queue.Remove(message);
            if (_queue.Count < MaxUnread)
            {
                _ = _reader?.TrySetResult();
                _reader = null;
            }
        }
    }

    /// <summary>
    /// Drops what only the daemon that is gone could use: its successor knows nothing of these ports.
    /// </summary>
    public void ForgetDebts()
    {
        lock (_lock)
        {
            LinkedListNode<IOutgoing>? node = _queue.First;
            while (node is not null)
            {
                LinkedListNode<IOutgoing>? next = node.Next;
                if (node.Value is Debt)
                {
                    _queue.Remove(node);
                }

                node = next;
            }
        }
    }

    private sealed class Ended(RunningCall call) : IOutgoing
    {
        public byte[]? Build(uint version) =>
            call.IsSuperseded ? null : ControlWriter.ConnectionTerminated(call.Address);
    }

    private sealed class Debt(ChannelAddress address) : IOutgoing
    {
        public byte[] Build(uint version) => ControlWriter.ConnectionTerminated(address);
    }
}

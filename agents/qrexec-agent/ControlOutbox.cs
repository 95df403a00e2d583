using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using PedOS.Protocols.Qrexec;

namespace PedOS.QrexecAgent;

/// <summary>
/// What is to be sent to dom0, in order, kept over the loss of a connection. Bounded by what puts into it: running
/// calls and waiting local clients, each of which has a limit of its own.
/// </summary>
internal sealed class ControlOutbox
{
    private readonly Channel<IOutgoing> _queue =
        Channel.CreateUnbounded<IOutgoing>(new() { SingleReader = true, AllowSynchronousContinuations = true });

    /// <summary>A message whose bytes are made when it is sent.</summary>
    public interface IOutgoing
    {
        /// <summary>
        /// Bytes for a connection of this version; null when it has become pointless or cannot be said.
        /// </summary>
        byte[]? Build(uint version);
    }

    /// <summary>Puts a message at the end.</summary>
    public void Add(IOutgoing message) => _ = _queue.Writer.TryWrite(message);

    /// <summary>Announces the end of a call.</summary>
    public void AddTerminated(RunningCall call) => Add(new Terminated(call.Address, () => !call.IsSuperseded));

    /// <summary>Announces the end of a call that never began.</summary>
    public void AddTerminated(ChannelAddress address) => Add(new Terminated(address, () => true));

    /// <summary>Waits until there is a message.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        _queue.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>The first message, which stays until <see cref="RemoveFirst"/>.</summary>
    public bool TryPeek([MaybeNullWhen(false)] out IOutgoing message) => _queue.Reader.TryPeek(out message);

    /// <summary>Removes the first message: it was sent.</summary>
    public void RemoveFirst() => _ = _queue.Reader.TryRead(out _);

    private sealed class Terminated(ChannelAddress address, Func<bool> isWanted) : IOutgoing
    {
        public byte[]? Build(uint version) => isWanted() ? ControlWriter.ConnectionTerminated(address) : null;
    }
}

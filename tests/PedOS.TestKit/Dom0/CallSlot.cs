using System.Diagnostics.CodeAnalysis;
using PedOS.Protocols.Qrexec;

namespace PedOS.TestKit.Dom0;

/// <summary>A port that dom0 has given to a call.</summary>
[SuppressMessage("Design", "CA1001", Justification = "the source has no timer: there is nothing to give back")]
internal sealed class CallSlot(ChannelAddress address)
{
    private readonly TaskCompletionSource<bool> _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly CancellationTokenSource _ended = new();

    public ChannelAddress Address => address;

    /// <summary>True: the agent said that the call has ended. False: the agent was lost before it could.</summary>
    public Task<bool> Terminated => _terminated.Task;

    /// <summary>Cancelled before the port is given away again.</summary>
    public CancellationToken Ended => _ended.Token;

    public void End(bool reported)
    {
        _ended.Cancel();
        _ = _terminated.TrySetResult(reported);
    }
}

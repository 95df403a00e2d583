using PedOS.Protocols.Qrexec;

namespace PedOS.TestKit.Dom0;

/// <summary>A port that dom0 has given to a call.</summary>
internal sealed class CallSlot(ChannelAddress address)
{
    private readonly TaskCompletionSource<bool> _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChannelAddress Address => address;

    /// <summary>True: the agent said that the call has ended. False: the agent was lost before it could.</summary>
    public Task<bool> Terminated => _terminated.Task;

    public void End(bool reported) => _terminated.TrySetResult(reported);
}

using PedOS.Protocols.Qrexec;

namespace PedOS.QrexecAgent;

/// <summary>A local client's request on its way to dom0 and back.</summary>
/// <param name="ident">Our name for it.</param>
/// <param name="request">What is asked for.</param>
internal sealed class PendingRequest(RequestIdent ident, TriggerRequest request) : ControlOutbox.IOutgoing
{
    private readonly TaskCompletionSource<ChannelAddress?> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Our name for it.</summary>
    public RequestIdent Ident { get; } = ident;

    /// <summary>What is asked for.</summary>
    public TriggerRequest Request { get; } = request;

    /// <summary>Whether dom0 has it: its answer may come.</summary>
    public bool IsSent { get; private set; }

    /// <summary>Completes with the place of the data channel, or null when the request is refused.</summary>
    public Task<ChannelAddress?> Answer => _answer.Task;

    /// <summary>Gives the answer; the first one counts.</summary>
    public bool TryAnswer(ChannelAddress? address) => _answer.TrySetResult(address);

    /// <inheritdoc/>
    public byte[]? Build(uint version)
    {
        if (Answer.IsCompleted)
        {
            return null;
        }

        byte[]? frame = ControlWriter.Trigger(version, Request, Ident);
        IsSent = frame is not null;
        if (frame is null)
        {
            _ = TryAnswer(null);
        }

        return frame;
    }
}

using PedOS.Agents.Logging;
using PedOS.Protocols.Qrexec;

namespace PedOS.QrexecAgent;

/// <summary>A local client's request on its way to dom0 and back.</summary>
/// <param name="ident">Our name for it.</param>
/// <param name="request">What is asked for.</param>
/// <param name="log">Log of whoever asks.</param>
internal sealed class PendingRequest(RequestIdent ident, TriggerRequest request, ILog log) : ControlOutbox.IOutgoing
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<ChannelAddress?> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TriggerRequest? _request = request;
    private bool _isSent;

    /// <summary>Our name for it.</summary>
    public RequestIdent Ident { get; } = ident;

    /// <summary>For what this request causes to be said.</summary>
    public ILog Log { get; } = log;

    /// <summary>What is asked for, for logs; the request itself is dropped once dom0 has it.</summary>
    public string Description { get; } = request.ToString();

    /// <summary>Whether dom0 has it: its answer may come.</summary>
    public bool IsSent
    {
        get
        {
            lock (_lock)
            {
                return _isSent;
            }
        }
    }

    /// <summary>Completes with the place of the data channel, or null when the request is refused.</summary>
    public Task<ChannelAddress?> Answer => _answer.Task;

    /// <summary>Gives the answer; the first one counts.</summary>
    public bool TryAnswer(ChannelAddress? address) => _answer.TrySetResult(address);

    /// <summary>Nobody waits for the answer any more.</summary>
    /// <returns>Whether it never goes to dom0, so that no answer will come either.</returns>
    public bool Withdraw()
    {
        lock (_lock)
        {
            return TryAnswer(null) && !_isSent;
        }
    }

    /// <inheritdoc/>
    public byte[]? Build(uint version)
    {
        lock (_lock)
        {
            if (Answer.IsCompleted || _request is null)
            {
                return null;
            }

            byte[]? frame = ControlWriter.Trigger(version, _request, Ident);
            _isSent = frame is not null;
            _request = null;
            if (frame is null)
            {
                _ = TryAnswer(null);
            }

            return frame;
        }
    }
}

namespace PedOS.Agents.Windows.Hosting;

/// <summary>Hears of the ends of sleeps until it is disposed; of none in a program that is no service.</summary>
internal sealed class ResumeSubscription : IDisposable
{
    private readonly ServiceEvents? _events;
    private readonly Action _resumed;

    /// <summary>Begins to hear.</summary>
    public ResumeSubscription(ServiceEvents? events, Action resumed)
    {
        (_events, _resumed) = (events, resumed);
        if (_events is not null)
        {
            _events.Resumed += _resumed;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_events is not null)
        {
            _events.Resumed -= _resumed;
        }
    }
}

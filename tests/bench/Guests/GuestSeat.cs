namespace PedOS.Bench.Guests;

/// <summary>A place for one guest: it is started and warmed up when it is needed, and replaced when it broke.</summary>
/// <param name="side">Name in the report.</param>
/// <param name="mayFail">Whether a failure of one call may be the transport's known race and is only counted.</param>
/// <param name="make">Makes a guest.</param>
/// <param name="warmUpAsync">Makes it ready to be measured.</param>
internal sealed class GuestSeat(
    string side, bool mayFail, Func<IGuest> make, Func<IGuest, CancellationToken, Task> warmUpAsync)
    : IAsyncDisposable
{
    private IGuest? _guest;

    /// <summary>Name in the report.</summary>
    public string Side => side;

    /// <summary>Whether failures are the transport's and only counted.</summary>
    public bool MayFail => mayFail;

    /// <summary>The guest, ready.</summary>
    public async Task<IGuest> GetAsync(CancellationToken cancellationToken)
    {
        if (_guest is null)
        {
            _guest = make();
            await _guest.StartAsync(cancellationToken);
            await warmUpAsync(_guest, cancellationToken);
        }

        return _guest;
    }

    /// <summary>Ends the guest; the next who asks gets a new one.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_guest is not null)
        {
            await _guest.DisposeAsync();
            _guest = null;
        }
    }
}

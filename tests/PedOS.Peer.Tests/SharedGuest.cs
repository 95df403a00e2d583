using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;

namespace PedOS.Peer.Tests;

/// <summary>
/// A running guest for all tests of a class that need nothing special: starting one costs more than most tests do. A
/// test that leaves anything behind, or fails, costs the class its guest, and the next test gets a new one.
/// </summary>
public sealed class SharedGuest : IAsyncDisposable
{
    private GuestUnderTest? _guest;

    /// <summary>Policy of dom0 during one test.</summary>
    public Func<ServiceRequest, PolicyAnswer> Policy { get; set; } = static _ => PolicyAnswer.Refuse;

    /// <summary>A running guest without services, settings or policy.</summary>
    public async Task<GuestUnderTest> BorrowAsync(CancellationToken cancellationToken)
    {
        Policy = static _ => PolicyAnswer.Refuse;
        if (_guest is null)
        {
            _guest = new GuestUnderTest(new Dom0Options { Policy = request => Policy(request) });
            await _guest.StartAsync(cancellationToken);
            await _guest.WaitForAgentSocketAsync(cancellationToken);
        }

        return _guest;
    }

    /// <summary>The test is over.</summary>
    /// <param name="clean">Whether it left the guest as it found it.</param>
    public async Task ReturnAsync(bool clean)
    {
        if (_guest is not null && clean && !_guest.Agent.HasExited)
        {
            _guest.Clear();
        }
        else
        {
            await DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_guest is not null)
        {
            await _guest.DisposeAsync();
            _guest = null;
        }
    }
}

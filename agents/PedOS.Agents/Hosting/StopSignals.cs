using System.Runtime.InteropServices;

namespace PedOS.Agents.Hosting;

/// <summary>
/// Turns SIGTERM, SIGINT and their Windows counterparts into a cancelled token; the second one ends the process.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Begins to listen.</summary>
    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
    ];

    /// <summary>Cancelled at the first signal.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stopping.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        // Not cancelled a second time: the default action then ends the process at once.
        context.Cancel = !_stopping.IsCancellationRequested;
        _stopping.Cancel();
    }
}

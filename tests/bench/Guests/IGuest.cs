using PedOS.Bench.Processes;

namespace PedOS.Bench.Guests;

/// <summary>A guest and the dom0 that calls it.</summary>
internal interface IGuest : IAsyncDisposable
{
    /// <summary>Name in the report.</summary>
    string Side { get; }

    /// <summary>Its agent and wrapper.</summary>
    GuestProcesses Processes { get; }

    /// <summary>Starts agent and dom0 and waits until they have met.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Calls the trivial service once. Many may be under way; may block its thread.</summary>
    Task<CallOutcome> CallAsync(CancellationToken cancellationToken);

    /// <summary>Lets a program in the guest call a trivial service of dom0 once; may block its thread.</summary>
    Task<CallOutcome> CallOutAsync(CancellationToken cancellationToken);

    /// <summary>Lets the guest send bytes to dom0.</summary>
    Task<StreamOutcome> ReceiveAsync(long bytes, CancellationToken cancellationToken);

    /// <summary>Sends bytes to the guest.</summary>
    Task<StreamOutcome> SendAsync(long bytes, CancellationToken cancellationToken);
}

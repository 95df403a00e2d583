using System.Net.Sockets;
using PedOS.Protocols.Vchan;

namespace PedOS.Agents.Vchan.Sockets;

/// <summary>
/// The socket flavour of vchan: development and tests on Linux, and the Windows programs where there is no Xen.
/// </summary>
public sealed class SocketVchanTransport : IVchanTransport
{
    /// <summary>Environment variable: directory of the rendezvous files.</summary>
    public const string DirectoryVariable = "VCHAN_SOCKET_DIR";

    /// <summary>Environment variable: own domain id, decimal; unset or not a number means 0.</summary>
    public const string DomainVariable = "VCHAN_DOMAIN";

    // A name that exists and refuses is between bind and listen, which lasts microseconds, or abandoned: ask again
    // soon, then ever more slowly; the file's replacement ends the wait early. One that does not exist is waited for,
    // and only looked for again in case the system forgot to tell.
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AbsentRetry = TimeSpan.FromSeconds(5);

    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly uint _ownDomain;
    private readonly SocketRendezvous _rendezvous;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private RendezvousWatch? _watch;

    /// <summary>Creates the transport.</summary>
    /// <param name="ownDomain">Id of this machine.</param>
    /// <param name="rendezvous">How the ends find each other.</param>
    /// <param name="time">Clock of the retries.</param>
    public SocketVchanTransport(uint ownDomain, SocketRendezvous rendezvous, TimeProvider time)
    {
        _ownDomain = ownDomain;
        _rendezvous = rendezvous;
        _time = time;
    }

    /// <summary>Creates the transport that the environment describes.</summary>
    /// <param name="rendezvousIn">
    /// How the ends find each other on this system, given the directory; null when the environment names none.
    /// </param>
    /// <param name="time">Clock of the retries.</param>
    public static SocketVchanTransport FromEnvironment(
        Func<string?, SocketRendezvous> rendezvousIn, TimeProvider time)
    {
        _ = uint.TryParse(
            Environment.GetEnvironmentVariable(DomainVariable),
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out uint domain);
        string? directory = Environment.GetEnvironmentVariable(DirectoryVariable);
        return new SocketVchanTransport(domain, rendezvousIn(directory), time);
    }

    /// <inheritdoc/>
    public IVchan Listen(uint peerDomain, uint port, int minReadRing, int minWriteRing) => new SocketVchan(
        _rendezvous.Listen(VchanSocketName.FileName(_ownDomain, peerDomain, port)),
        VchanRing.SizeFor(minReadRing),
        VchanRing.SizeFor(minWriteRing));

    /// <inheritdoc/>
    public async ValueTask<IVchan> ConnectAsync(uint serverDomain, uint port, CancellationToken cancellationToken)
    {
        string name = VchanSocketName.FileName(serverDomain, _ownDomain, port);
        ConnectAttempt attempt = await _rendezvous.TryConnectAsync(name, cancellationToken);
        return new SocketVchan(
            attempt.Socket ?? await WaitForServerAsync(name, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _watch?.Dispose();
        }
    }

    private async Task<Socket> WaitForServerAsync(string name, CancellationToken cancellationToken)
    {
        using RendezvousWatch.Waiter? waiter = Watch()?.Register(name);
        TimeSpan retry = FirstRetry;
        while (true)
        {
            // Taken before the next attempt, so an appearance in between is not missed.
            Task appeared = waiter?.NextAsync() ?? Never;
            ConnectAttempt attempt = await _rendezvous.TryConnectAsync(name, cancellationToken);
            if (attempt.Socket is not null)
            {
                return attempt.Socket;
            }

            bool isSoon = attempt.IsRefusing || waiter is null;
            await WaitAsync(appeared, isSoon ? retry : AbsentRetry, cancellationToken);
            retry = isSoon && retry < LastRetry ? retry * 2 : FirstRetry;
        }
    }

    // Null as long as there can be none; then the server is looked for again and again. The next one tries anew.
    private RendezvousWatch? Watch()
    {
        lock (_gate)
        {
            return _watch ??= RendezvousWatch.TryBegin(_rendezvous.Directory);
        }
    }

    private async ValueTask WaitAsync(Task appeared, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await appeared.WaitAsync(limit, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Time to look again.
        }
    }
}

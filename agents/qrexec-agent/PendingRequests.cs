using System.Globalization;
using System.Security.Cryptography;
using PedOS.Agents.Logging;
using PedOS.Protocols.Qrexec;

namespace PedOS.QrexecAgent;

/// <summary>The requests that dom0 has yet to answer.</summary>
internal sealed class PendingRequests(ControlOutbox outbox, ILog log)
{
    /// <summary>
    /// Requests without an answer at one time, those included whose caller has left (dom0 refuses by itself what goes
    /// beyond 256, so only one that never answers lets it come to this).
    /// </summary>
    public const int MaxRequests = 1024;

    // What upstream's idents look like. The number is ours and never used twice; the part before it is another one in
    // each run of the agent: a question that dom0 asked its user for an earlier run may be answered in this one.
    private const string IdentPrefix = "SOCKET";
    private const int RunSize = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, PendingRequest> _requests = new(StringComparer.Ordinal);
    private readonly string _run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RunSize));
    private uint _lastNumber;

    /// <summary>Sends a request; it is known before dom0 can answer.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="asker">Log of whoever asks.</param>
    /// <returns>The request; refused already when there are too many.</returns>
    public PendingRequest Send(TriggerRequest request, ILog asker)
    {
        PendingRequest pending;
        bool isFull;
        lock (_lock)
        {
            _lastNumber++;
            RequestIdent ident = new(
                $"{IdentPrefix}{_run}-{_lastNumber.ToString(CultureInfo.InvariantCulture)}");
            pending = new PendingRequest(ident, request, asker);
            isFull = _requests.Count >= MaxRequests;
            if (!isFull)
            {
                _requests.Add(ident.Text, pending);
            }
        }

        if (isFull)
        {
            log.Warning($"dom0 leaves {MaxRequests} requests unanswered; further ones are refused");
            _ = pending.TryAnswer(null);
        }
        else
        {
            outbox.Add(pending);
        }

        return pending;
    }

    /// <summary>
    /// The client is gone. When dom0 allows the request all the same, its port is given back at once.
    /// </summary>
    public void Abandon(PendingRequest request)
    {
        if (request.Withdraw())
        {
            outbox.Remove(request);
            lock (_lock)
            {
                _ = _requests.Remove(request.Ident.Text);
            }
        }
    }

    /// <summary>dom0 has allowed a request.</summary>
    public void Connect(ServiceConnectMessage message)
    {
        if (Take(message.Ident) is not { } request)
        {
            return;
        }

        if (!message.Address.IsValid)
        {
            log.Error($"dom0 allowed {request.Description} at the impossible address {message.Address}; it is refused");
            _ = request.TryAnswer(null);
        }
        else if (!request.TryAnswer(message.Address))
        {
            request.Log.Info($"{request.Description} was allowed after its caller had left");
            outbox.AddTerminated(message.Address);
        }
    }

    /// <summary>dom0 has refused a request.</summary>
    public void Refuse(ServiceRefusedMessage message)
    {
        if (Take(message.Ident) is { } request)
        {
            request.Log.Info($"dom0 refused {request.Description}");
            _ = request.TryAnswer(null);
        }
    }

    /// <summary>
    /// dom0 is gone: what it had and did not answer is refused, the rest goes to the next connection.
    /// </summary>
    public void RefuseSent()
    {
        List<PendingRequest> lost;
        lock (_lock)
        {
            lost = [.. _requests.Values.Where(request => request.IsSent)];
            foreach (PendingRequest request in lost)
            {
                _ = _requests.Remove(request.Ident.Text);
            }
        }

        foreach (PendingRequest request in lost)
        {
            _ = request.TryAnswer(null);
        }
    }

    private PendingRequest? Take(RequestIdent? ident)
    {
        PendingRequest? request = null;
        lock (_lock)
        {
            if (ident is { } known)
            {
                _ = _requests.Remove(known.Text, out request);
            }
        }

        if (request is null)
        {
            log.Warning($"dom0 answered the unknown request '{ident?.Text ?? "(malformed)"}'");
        }

        return request;
    }
}

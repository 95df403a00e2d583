using PedOS.Protocols.Qrexec;
using PedOS.QrexecAgent;
using PedOS.TestKit;
using PedOS.TestKit.Limits;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Peer.Tests.Agent;

/// <summary>Requests on their way to dom0 and back: each gets one answer, and no port is lost.</summary>
public sealed class PendingRequestsTests
{
    private const int Limit = 60_000;

    private static readonly ChannelAddress Place = new(7, 514);

    private readonly ControlOutbox _outbox = new();
    private readonly QuietLog _log = new();
    private readonly PendingRequests _requests;

    public PendingRequestsTests() => _requests = new PendingRequests(_outbox, _log);

    [PatientFact(Timeout = Limit)]
    public async Task Request_IsSentUnderItsName_AndAnsweredOnce()
    {
        PendingRequest first = Ask(), second = Ask();
        Assert.NotEqual(first.Ident, second.Ident);
        Assert.Equal(ControlWriter.Trigger(4, Trigger(), first.Ident), Send());
        Assert.Equal(ControlWriter.Trigger(4, Trigger(), second.Ident), Send());
        _requests.Connect(new ServiceConnectMessage(Place, second.Ident));
        _requests.Refuse(new ServiceRefusedMessage(first.Ident));
        Assert.Equal(Place, await second.Answer);
        Assert.Null(await first.Answer);
        _requests.Refuse(new ServiceRefusedMessage(second.Ident));
        Assert.Equal(Place, await second.Answer);
        Assert.True(_log.Says("unknown request"));
        Assert.False(_outbox.TryPeek(out _));
    }

    [PatientFact(Timeout = Limit)]
    public void Answer_ThatNobodyAskedFor_IsNoted()
    {
        _requests.Connect(new ServiceConnectMessage(Place, new RequestIdent("SOCKET9")));
        _requests.Refuse(new ServiceRefusedMessage(null));
        Assert.Equal(2, _log.Entries.Count(entry => entry.Level == LogLevel.Warning));
        Assert.False(_outbox.TryPeek(out _));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Request_WhoseCallerLeaves_BeforeItIsSent_NeverIs()
    {
        PendingRequest request = Ask();
        _requests.Abandon(request);
        Assert.Null(await request.Answer);
        Assert.False(_outbox.TryPeek(out _));
        _requests.Connect(new ServiceConnectMessage(Place, request.Ident));
        Assert.False(_outbox.TryPeek(out _));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Request_WhoseCallerLeaves_AfterItWasSent_GivesItsPortBack()
    {
        PendingRequest request = Ask();
        _ = Send();
        _requests.Abandon(request);
        Assert.Null(await request.Answer);
        _requests.Connect(new ServiceConnectMessage(Place, request.Ident));
        Assert.Equal(ControlWriter.ConnectionTerminated(Place), Send());
    }

    [PatientFact(Timeout = Limit)]
    public async Task Request_AtAnImpossibleAddress_IsRefused()
    {
        PendingRequest request = Ask();
        _ = Send();
        _requests.Connect(new ServiceConnectMessage(new ChannelAddress(0, 1), request.Ident));
        Assert.Null(await request.Answer);
        Assert.False(_outbox.TryPeek(out _));
    }

    [PatientFact(Timeout = Limit)]
    public async Task LostConnection_RefusesWhatWasSent_AndKeepsTheRestForTheNext()
    {
        PendingRequest sent = Ask();
        _ = Send();
        PendingRequest waiting = Ask();
        _requests.RefuseSent();
        Assert.Null(await sent.Answer);
        Assert.False(waiting.Answer.IsCompleted);
        Assert.NotNull(Send());
        _requests.Connect(new ServiceConnectMessage(Place, waiting.Ident));
        Assert.Equal(Place, await waiting.Answer);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Request_ThatThisVersionCannotCarry_IsRefusedHere()
    {
        PendingRequest request = _requests.Send(
            TriggerRequest.Create(string.Empty, "work", new string('s', 64)), _log);
        Assert.Null(Send(version: 2));
        Assert.Null(await request.Answer);
        Assert.False(request.IsSent);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Requests_BeyondTheLimit_AreRefusedHere()
    {
        PendingRequest[] requests = [.. Enumerable.Range(0, PendingRequests.MaxRequests).Select(_ => Ask())];
        Assert.Null(await Ask().Answer);
        Assert.All(requests, request => Assert.False(request.Answer.IsCompleted));
        _requests.Abandon(requests[0]);
        Assert.False(Ask().Answer.IsCompleted);
    }

    private static TriggerRequest Trigger() => TriggerRequest.Create(string.Empty, "work", "test.Echo");

    private PendingRequest Ask() => _requests.Send(Trigger(), _log);

    private byte[]? Send(uint version = 4)
    {
        Assert.True(_outbox.TryPeek(out ControlOutbox.IOutgoing? message));
        byte[]? frame = message.Build(version);
        _outbox.Remove(message);
        return frame;
    }
}

using PedOS.Protocols.Qrexec;
using PedOS.QrexecAgent;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Peer.Tests.Agent;

public sealed class ControlOutboxTests
{
    private const int Limit = 60_000;

    private readonly ControlOutbox _outbox = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [PatientFact(Timeout = Limit)]
    public void Messages_KeepTheirOrder_AndStayUntilTheyAreRemoved()
    {
        Said[] said = [new(1), new(2), new(3), new(4)];
        Array.ForEach(said, _outbox.Add);
        _outbox.Remove(said[1]);
        Assert.True(_outbox.TryPeek(out ControlOutbox.IOutgoing? first));
        Assert.True(_outbox.TryPeek(out ControlOutbox.IOutgoing? again));
        Assert.Same(first, again);
        foreach (Said expected in (Said[])[said[0], said[2], said[3]])
        {
            Assert.True(_outbox.TryPeek(out ControlOutbox.IOutgoing? message));
            Assert.Same(expected, message);
            _outbox.Remove(message);
            _outbox.Remove(message);
        }

        Assert.False(_outbox.TryPeek(out _));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Wait_EndsWithTheFirstMessage_AndOneThatWasCancelledTakesNone()
    {
        using CancellationTokenSource cancel = new();
        Task given = _outbox.WaitAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Task waiting = _outbox.WaitAsync(Token).AsTask();
        Assert.False(waiting.IsCompleted);
        _outbox.Add(new Said(1));
        await waiting;
        await _outbox.WaitAsync(Token);
        Assert.True(_outbox.TryPeek(out _));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Room_IsThereAgain_WhenOneOfTheMostIsTaken()
    {
        for (int i = 0; i < ControlOutbox.MaxUnread; i++)
        {
            Assert.True(_outbox.WhenRoom().IsCompleted);
            _outbox.Add(new Said(i));
        }

        Task room = _outbox.WhenRoom();
        Assert.False(room.IsCompleted);
        Assert.True(_outbox.TryPeek(out ControlOutbox.IOutgoing? first));
        _outbox.Remove(first);
        await room.WaitAsync(Token);
    }

    [PatientFact(Timeout = Limit)]
    public void Debts_AreForgotten_AndNothingElse()
    {
        CallTable calls = new();
        RunningCall running = calls.TryAdd(new ChannelAddress(0, 513))!;
        Said said = new(1);
        _outbox.AddTerminated(new ChannelAddress(0, 600));
        _outbox.AddTerminated(running);
        _outbox.AddTerminated(new ChannelAddress(0, 601));
        _outbox.Add(said);
        _outbox.ForgetDebts();
        Assert.Equal(ControlWriter.ConnectionTerminated(running.Address), Take());
        Assert.Equal([1], Take());
        Assert.False(_outbox.TryPeek(out _));

        byte[]? Take()
        {
            Assert.True(_outbox.TryPeek(out ControlOutbox.IOutgoing? message));
            _outbox.Remove(message);
            return message.Build(4);
        }
    }

    private sealed class Said(int number) : ControlOutbox.IOutgoing
    {
        public byte[] Build(uint version) => [(byte)number];
    }
}

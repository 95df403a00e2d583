using PedOS.Agents.Vchan;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Tests.Vchan;

/// <summary>How a channel of any flavour ends, whoever ends it and whatever is under way.</summary>
public abstract class VchanEndContract : VchanBench
{
    private const int Rounds = 30;

    [PatientFact(Timeout = Limit)]
    public async Task Dispose_LeavesWhatWasWritten_ThenThePeersReadsEnd()
    {
        foreach (bool byClient in (bool[])[true, false])
        {
            await OpenAsync();
            (IVchan from, IVchan to) = Directions[byClient ? 0 : 1];
            byte[] sent = Pattern(Ring);
            await from.WriteAsync(sent, Token);
            await from.DisposeAsync();
            Assert.Equal(sent, await ReadToEndAsync(to));
            Assert.Equal(0, await to.ReadAsync(new byte[1], Token));
            Assert.Equal(0, await to.ReadAsync(Memory<byte>.Empty, Token));
            Assert.Equal(VchanState.Disconnected, to.State);
            _ = await WriteUntilClosedAsync(to);
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Dispose_WithUnreadBytes_TakesNothingFromThePeer()
    {
        foreach (bool byClient in (bool[])[true, false])
        {
            await OpenAsync();
            (IVchan from, IVchan to) = Directions[byClient ? 0 : 1];
            byte[] sent = Pattern(Ring);
            await to.WriteAsync(new byte[Ring / 2], Token);
            await from.WriteAsync(sent, Token);
            _ = await from.ReadAsync(Memory<byte>.Empty, Token);
            Task closing = from.DisposeAsync().AsTask();
            Assert.Equal(sent, await ReadToEndAsync(to));
            await to.DisposeAsync();
            await closing;
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Abort_EndsWhatWaits_AtBothEnds()
    {
        foreach (bool byClient in (bool[])[true, false])
        {
            await OpenAsync();
            (IVchan gone, IVchan left) = Directions[byClient ? 0 : 1];
            Task<int> reading = gone.ReadAsync(new byte[1], Token).AsTask();
            Task writing = gone.WriteAsync(new byte[MoreThanFits], Token).AsTask();
            gone.Abort();
            Assert.Equal(0, await reading);
            _ = await Assert.ThrowsAsync<VchanClosedException>(() => writing);
            Assert.Equal((VchanState.Disconnected, 0, 0), (gone.State, gone.DataReady, gone.Space));
            _ = await ReadToEndAsync(left);
            _ = await WriteUntilClosedAsync(left);
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Abort_EndsTheWaitsOfThePeer()
    {
        foreach (bool byClient in (bool[])[true, false])
        {
            await OpenAsync();
            (IVchan gone, IVchan left) = Directions[byClient ? 0 : 1];
            Task<int> reading = left.ReadAsync(new byte[1], Token).AsTask();
            Task writing = left.WriteAsync(new byte[MoreThanFits], Token).AsTask();
            gone.Abort();
            Assert.Equal(0, await reading);
            _ = await Assert.ThrowsAsync<VchanClosedException>(() => writing);
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task ClosedEnd_AnswersEverything_AndMayBeClosedAgain()
    {
        foreach (bool aborts in (bool[])[true, false])
        {
            await OpenAsync();
            foreach (IVchan vchan in (IVchan[])[Client, Server])
            {
                if (aborts)
                {
                    vchan.Abort();
                }
                else
                {
                    await vchan.DisposeAsync();
                }

                Assert.Equal(0, await vchan.ReadAsync(new byte[1], Token));
                _ = await Assert.ThrowsAsync<VchanClosedException>(
                    async () => await vchan.WriteAsync(new byte[1], Token));
                Assert.Equal((VchanState.Disconnected, 0, 0), (vchan.State, vchan.DataReady, vchan.Space));
                vchan.Abort();
                await vchan.DisposeAsync();
                await vchan.DisposeAsync();
                vchan.Abort();
            }
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Server_ThatIsClosedBeforeItsPeerComes_EndsWhatWaits()
    {
        foreach (bool aborts in (bool[])[true, false])
        {
            using IVchanTransport transport = TransportOf(0);
            await using IVchan server = transport.Listen(42, Port, Ring, Ring);
            Task waiting = server.WaitForPeerAsync(Token).AsTask();
            Task<int> reading = server.ReadAsync(new byte[1], Token).AsTask();
            Task writing = server.WriteAsync(new byte[2 * Ring], Token).AsTask();
            if (aborts)
            {
                server.Abort();
            }
            else
            {
                await server.DisposeAsync();
            }

            _ = await Assert.ThrowsAsync<VchanClosedException>(() => waiting);
            _ = await Assert.ThrowsAsync<VchanClosedException>(() => writing);
            Assert.Equal(0, await reading);
            Assert.Equal(VchanState.Disconnected, server.State);
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Close_MayComeAtAnyMoment()
    {
        for (int round = 0; round < Rounds; round++)
        {
            await OpenAsync();
            IVchan closed = round % 2 == 0 ? Client : Server;
            Task[] work =
            [
                TalkAsync(Client, round), TalkAsync(Server, round + 1), ListenAsync(Client), ListenAsync(Server),
            ];
            for (int i = 0; i < round; i++)
            {
                await Task.Yield();
            }

            Task first = Task.Run(async () => await closed.DisposeAsync(), Token);
            Task second = Task.Run(closed.Abort, Token);
            await first;
            await second;
            await Task.WhenAll(work);
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Peer_MayGoAwayBetweenAnyTwoSteps()
    {
        const int Steps = 8;
        for (int round = 0; round < 2 * Steps; round++)
        {
            await OpenAsync();
            Task<int> answering = AnswerAsync(Server);
            for (int step = 0; step < round / 2; step++)
            {
                await Client.WriteAsync(new byte[step + 1], Token);
                _ = await ReadExactlyAsync(Client, step + 1);
            }

            if (round % 2 == 0)
            {
                Client.Abort();
            }
            else
            {
                await Client.DisposeAsync();
            }

            Assert.Equal(Enumerable.Range(1, round / 2).Sum(), await answering);
            Assert.Equal(VchanState.Disconnected, Server.State);
        }
    }

    // Sends back what comes, to the end.
    private static async Task<int> AnswerAsync(IVchan vchan)
    {
        byte[] buffer = new byte[Ring];
        int all = 0;
        while (await vchan.ReadAsync(buffer, Token) is > 0 and int read)
        {
            all += read;
            await vchan.WriteAsync(buffer.AsMemory(0, read), Token);
        }

        return all;
    }

    private static async Task TalkAsync(IVchan vchan, int size)
    {
        try
        {
            while (true)
            {
                await vchan.WriteAsync(new byte[1 + (size * 97)], Token);
            }
        }
        catch (VchanClosedException)
        {
            // The one way in which it may end.
        }
    }

    private static async Task ListenAsync(IVchan vchan)
    {
        byte[] buffer = new byte[8192];
        while (await vchan.ReadAsync(buffer, Token) > 0)
        {
        }
    }
}

using PedOS.Agents.Vchan;
using PedOS.TestKit.Database;
using PedOS.TestKit.Limits;
using PedOS.TestKit.LocalEndpoints;
using Xunit;
using static PedOS.TestKit.Database.WireMessage;

namespace PedOS.Database.Tests.Daemon;

/// <summary>One client: its requests in any pieces, its answers in order, and nobody else held up.</summary>
public sealed class ClientSessionTests
{
    private const int Limit = 60_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [PatientFact(Timeout = Limit)]
    public async Task Requests_AreAnsweredInOrder_WhereverTheyAreSplit()
    {
        await using DaemonBench bench = new();
        await using IVchan dom0 = await bench.SyncAsync(("/name", "testvm"), ("/d/a", "1"));
        byte[] requests =
        [
            .. new WireMessage(Read, "/name").ToBytes(), .. new WireMessage(Read, "/none").ToBytes(),
            .. new WireMessage(List, "/d/").ToBytes(),
        ];
        for (int at = 1; at < requests.Length; at++)
        {
            await using MemoryConnection client = bench.Connect();
            await client.WriteAsync(requests.AsMemory(0, at), Token);
            await Task.Yield();
            await client.WriteAsync(requests.AsMemory(at), Token);
            foreach (string answer in (string[])["10 /name=testvm", "8 /none", "12 /d/a", "12 "])
            {
                Assert.Equal(answer, (await DaemonBench.ReadAsync(client.ReadAsync))?.ToString());
            }
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Client_ThatLeavesAfterAnyByte_LeavesNothingBehind()
    {
        await using DaemonBench bench = new();
        await using IVchan dom0 = await bench.SyncAsync(("/name", "testvm"));
        byte[] request = new WireMessage(Write, "/half", "value").ToBytes();
        for (int length = 0; length < request.Length; length++)
        {
            await using MemoryConnection client = bench.Connect();
            await client.WriteAsync(request.AsMemory(0, length), Token);
        }

        await using MemoryConnection other = bench.Connect();
        Assert.Equal("8 /half", await DaemonBench.AskAsync(other, Read, "/half"));
        Assert.Equal("10 /name=testvm", await DaemonBench.AskAsync(other, Read, "/name"));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Client_ThatReadsNothing_HoldsUpNobody_AndIsDroppedWhenTooMuchWaits()
    {
        await using DaemonBench bench = new();
        await using IVchan dom0 = await bench.SyncAsync();
        await using MemoryConnection deaf = bench.Connect(size: 4096);
        Assert.Equal("7 /", await DaemonBench.AskAsync(deaf, Watch, "/"));
        await using MemoryConnection writer = bench.Connect();
        for (int i = 0; i < 6000; i++)
        {
            Assert.Equal("7 /k", await DaemonBench.AskAsync(writer, Write, "/k", $"{i}"));
            _ = await DaemonBench.ReadAsync(dom0);
            await DaemonBench.SendAsync(dom0, Ok, "/k");
        }

        int events = 0;
        while (await DaemonBench.ReadAsync(deaf.ReadAsync) is { } message)
        {
            Assert.Equal("13 /k", message.ToString());
            events++;
        }

        Assert.InRange(events, 1, 5999);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Watcher_HasItsAnswerBeforeItsOwnEvent_AndEverybodyElsesEvents()
    {
        await using DaemonBench bench = new();
        await using IVchan dom0 = await bench.SyncAsync();
        await using MemoryConnection one = bench.Connect();
        await using MemoryConnection two = bench.Connect();
        Assert.Equal("7 /", await DaemonBench.AskAsync(one, Watch, "/"));
        Assert.Equal("7 /b", await DaemonBench.AskAsync(two, Watch, "/b"));
        Assert.Equal("7 /a", await DaemonBench.AskAsync(one, Write, "/a", "1"));
        Assert.Equal("13 /a", (await DaemonBench.ReadAsync(one.ReadAsync))?.ToString());
        await DaemonBench.SendAsync(dom0, Write, "/b", "2");
        Assert.Equal("13 /b", (await DaemonBench.ReadAsync(one.ReadAsync))?.ToString());
        Assert.Equal("13 /b", (await DaemonBench.ReadAsync(two.ReadAsync))?.ToString());
    }

    [PatientFact(Timeout = Limit)]
    public async Task Client_ThatMayNotWrite_ChangesNothing()
    {
        await using DaemonBench bench = new();
        await using IVchan dom0 = await bench.SyncAsync(("/name", "testvm"));
        await using MemoryConnection client = bench.Connect(mayWrite: false);
        Assert.Equal("9 /name", await DaemonBench.AskAsync(client, Write, "/name", "x"));
        Assert.Equal("9 /name", await DaemonBench.AskAsync(client, Rm, "/name"));
        Assert.Equal("10 /name=testvm", await DaemonBench.AskAsync(client, Read, "/name"));
        Assert.Equal(0, dom0.DataReady);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Client_MayWrite_WhenItIsKnownByWhatItWrote()
    {
        await using DaemonBench bench = new();
        await using IVchan dom0 = await bench.SyncAsync(("/name", "testvm"));
        await using MemoryConnection client = bench.ConnectUnknown();
        Assert.Equal("7 /a", await DaemonBench.AskAsync(client, Write, "/a", "1"));
    }
}

using PedOS.Agents.Vchan;
using PedOS.TestKit.Database;
using PedOS.TestKit.Limits;
using PedOS.TestKit.LocalEndpoints;
using Xunit;
using static PedOS.TestKit.Database.WireMessage;

namespace PedOS.Database.Tests.Daemon;

/// <summary>The channel to dom0 that ends after any byte: nothing half is believed, nothing of ours is lost.</summary>
public sealed class LinkFaultTests
{
    private const int Limit = 120_000;

    private static readonly byte[] Changes =
    [
        .. new WireMessage(Write, "/name", "new").ToBytes(), .. new WireMessage(Rm, "/gone").ToBytes(),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [PatientFact(Timeout = Limit)]
    public async Task Sync_ThatEndsAfterAnyByte_IsAskedForAgain_AndLeavesNothingBehind()
    {
        await using DaemonBench bench = new();
        byte[] half = DaemonBench.Sync(("/half", "1"), ("/name", "wrong"));
        for (int cut = 0; cut < half.Length; cut++)
        {
            await using IVchan dom0 = await bench.AcceptAsync();
            await dom0.WriteAsync(half.AsMemory(0, cut), Token);
            await dom0.DisposeAsync();
            Assert.False(bench.Ready.IsCompleted);
        }

        await using IVchan whole = await bench.SyncAsync(("/name", "testvm"));
        await using MemoryConnection client = bench.Connect();
        Assert.Equal("8 /half", await DaemonBench.AskAsync(client, Read, "/half"));
        Assert.Equal("10 /name=testvm", await DaemonBench.AskAsync(client, Read, "/name"));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Change_ThatEndsAfterAnyByte_IsMadeWholeOrNotAtAll()
    {
        await using DaemonBench bench = new();
        for (int cut = 0; cut <= Changes.Length; cut += cut is > 70 and < 80 or > 140 ? 1 : 7)
        {
            IVchan dom0 = await bench.SyncAsync(("/name", "old"), ("/gone", "1"));
            await using MemoryConnection client = bench.Connect();
            Assert.Equal("7 /", await DaemonBench.AskAsync(client, Watch, "/"));
            await dom0.WriteAsync(Changes.AsMemory(0, cut), Token);
            await dom0.DisposeAsync();

            // The next sync comes after everything that was read before.
            await using IVchan next = await bench.AcceptAsync();
            bool isWritten = cut >= HeaderSize + 3, isRemoved = cut == Changes.Length;
            Assert.Equal(
                isWritten ? "10 /name=new" : "10 /name=old", await AskQuietlyAsync(bench, "/name"));
            Assert.Equal(isRemoved ? "8 /gone" : "10 /gone=1", await AskQuietlyAsync(bench, "/gone"));
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task ChangeOfOurs_ThatDom0DidNotAnswer_GoesWithTheNextSync_HoweverMuchOfItCame()
    {
        await using DaemonBench bench = new();
        byte[] message = new WireMessage(Write, "/ours", "1").ToBytes();
        for (int read = 0; read <= message.Length; read += 5)
        {
            IVchan dom0 = await bench.SyncAsync();
            await using MemoryConnection client = bench.Connect();
            Assert.Equal("7 /ours", await DaemonBench.AskAsync(client, Write, "/ours", $"{read}"));
            for (int i = 0; i < read; i++)
            {
                _ = await dom0.ReadAsync(new byte[1], Token);
            }

            await dom0.DisposeAsync();
            await using IVchan next = await bench.SyncAsync(("/ours", "older"));
            Assert.Equal($"1 /ours={read}", (await DaemonBench.ReadAsync(next))?.ToString());
            Assert.Equal($"10 /ours={read}", await DaemonBench.AskAsync(client, Read, "/ours"));
            await DaemonBench.SendAsync(next, Ok, "/ours");
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Dom0ThatDoesNotRead_HoldsUpNobody()
    {
        await using DaemonBench bench = new();
        await using IVchan dom0 = await bench.SyncAsync();
        await using MemoryConnection client = bench.Connect();
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal("7 /big", await DaemonBench.AskAsync(client, Write, "/big", new string('x', 3000)));
        }

        for (int i = 0; i < 200; i++)
        {
            Assert.Equal("/big", (await DaemonBench.ReadAsync(dom0))?.Path);
            await DaemonBench.SendAsync(dom0, Ok, "/big");
        }
    }

    private static async Task<string?> AskQuietlyAsync(DaemonBench bench, string path)
    {
        await using MemoryConnection client = bench.Connect();
        return await DaemonBench.AskAsync(client, Read, path);
    }
}

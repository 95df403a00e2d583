using PedOS.Agents.Vchan;
using PedOS.TestKit.Vchan;
using Xunit;

namespace PedOS.TestKit.Tests.Vchan;

public sealed class MemoryVchanPairTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_Waits_WhenTheRingIsFull()
    {
        await using MemoryVchanPair pair = new();
        await pair.Client.WriteAsync(new byte[4096], Token);
        Task write = pair.Client.WriteAsync(new byte[1], Token).AsTask();
        Assert.False(write.IsCompleted);
        Assert.Equal(0, pair.Client.Space);

        Assert.Equal(100, await pair.Server.ReadAsync(new byte[100], Token));
        await write;
        Assert.Equal(3997, pair.Server.DataReady);
    }

    [Fact]
    public async Task Read_ReturnsEveryByteInOrder_WhenRingsWrapAround()
    {
        await using MemoryVchanPair pair = new();
        byte[] sent = new byte[100_000];
        new Random(1).NextBytes(sent);
        Task write = pair.Server.WriteAsync(sent, Token).AsTask();
        byte[] received = new byte[sent.Length];
        for (int at = 0; at < received.Length;)
        {
            at += await pair.Client.ReadAsync(received.AsMemory(at, Math.Min(777, received.Length - at)), Token);
        }

        await write;
        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task Read_DrainsBeforeItEnds_WhenThePeerDisposes()
    {
        await using MemoryVchanPair pair = new();
        await pair.Client.WriteAsync(new byte[10], Token);
        await pair.Client.DisposeAsync();
        Assert.Equal(VchanState.Disconnected, pair.Server.State);
        Assert.Equal(10, await pair.Server.ReadAsync(new byte[99], Token));
        Assert.Equal(0, await pair.Server.ReadAsync(new byte[99], Token));
        _ = await Assert.ThrowsAsync<VchanClosedException>(
            async () => await pair.Server.WriteAsync(new byte[1], Token));
    }

    [Fact]
    public async Task Abort_EndsWaitingOperations()
    {
        await using MemoryVchanPair pair = new();
        await pair.Server.WriteAsync(new byte[4096], Token);
        Task<int> read = pair.Server.ReadAsync(new byte[1], Token).AsTask();
        Task write = pair.Server.WriteAsync(new byte[1], Token).AsTask();
        pair.Server.Abort();
        Assert.Equal(0, await read);
        _ = await Assert.ThrowsAsync<VchanClosedException>(() => write);
        Assert.Equal(0, await pair.Client.ReadAsync(new byte[1], Token));
    }

    [Fact]
    public async Task Read_IsEndedByItsToken_AndCanBeRepeated()
    {
        await using MemoryVchanPair pair = new();
        using CancellationTokenSource cancel = new();
        Task<int> read = pair.Server.ReadAsync(new byte[1], cancel.Token).AsTask();
        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);

        Task<int> again = pair.Server.ReadAsync(new byte[1], Token).AsTask();
        await pair.Client.WriteAsync(new byte[1], Token);
        Assert.Equal(1, await again);
    }

    [Fact]
    public async Task WaitForPeer_CompletesOnConnect_AndKeepsWhatWasWrittenBefore()
    {
        await using MemoryVchanPair pair = new(connected: false);
        Assert.Equal(VchanState.Waiting, pair.Server.State);
        Task wait = pair.Server.WaitForPeerAsync(Token).AsTask();
        await pair.Server.WriteAsync(new byte[3], Token);
        Assert.False(wait.IsCompleted);
        pair.Connect();
        await wait;
        Assert.Equal(VchanState.Connected, pair.Client.State);
        Assert.Equal(3, await pair.Client.ReadAsync(new byte[9], Token));
    }

    [Fact]
    public async Task Network_ConnectsTheMachinesNamed_AndWaitsForTheServer()
    {
        MemoryVchanNetwork network = new();
        Task<IVchan> connect = network.Transport(42).ConnectAsync(0, 513, Token).AsTask();
        await using IVchan other = network.Transport(0).Listen(41, 513, 4096, 4096);
        Assert.False(connect.IsCompleted);
        await using IVchan server = network.Transport(0).Listen(42, 513, 4096, 65536);
        await using IVchan client = await connect;
        await server.WaitForPeerAsync(Token);
        Assert.Equal(65536, client.ReadRingSize);
        Assert.Equal(VchanState.Waiting, other.State);
    }
}

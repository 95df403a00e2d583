using PedOS.Agents.Vchan;
using PedOS.TestKit.Vchan;
using Xunit;

namespace PedOS.TestKit.Tests.Vchan;

public sealed class FaultVchanTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(12)]
    public async Task SplitAt_EndsOneReadExactlyThere(int position)
    {
        await using MemoryVchanPair pair = new();
        await pair.Client.WriteAsync(new byte[20], Token);
        await using ChunkingVchan chunking = ChunkingVchan.SplitAt(pair.Server, position);
        Assert.Equal(position, chunking.DataReady);
        Assert.Equal(position, await chunking.ReadAsync(new byte[20], Token));
        Assert.Equal(20 - position, await chunking.ReadAsync(new byte[20], Token));
    }

    [Fact]
    public async Task Every_DeliversSingleBytes_BothWays()
    {
        await using MemoryVchanPair pair = new();
        await using ChunkingVchan chunking = ChunkingVchan.Every(pair.Server, 1);
        await pair.Client.WriteAsync(new byte[] { 1, 2 }, Token);
        byte[] buffer = new byte[8];
        Assert.Equal(1, await chunking.ReadAsync(buffer, Token));
        Assert.Equal(1, await chunking.ReadAsync(buffer.AsMemory(1), Token));
        Assert.Equal([1, 2], buffer[..2]);

        await chunking.WriteAsync(new byte[] { 3, 4, 5 }, Token);
        Assert.Equal(3, await pair.Client.ReadAsync(buffer, Token));
        Assert.Equal([3, 4, 5], buffer[..3]);
    }

    [Fact]
    public async Task Stalling_HoldsBothDirections_UntilResumed()
    {
        await using MemoryVchanPair pair = new();
        await using StallingVchan stalling = new(pair.Server, readLimit: 2, writeLimit: 3);
        await pair.Client.WriteAsync(new byte[5], Token);
        Assert.Equal(2, await stalling.ReadAsync(new byte[9], Token));
        Task<int> read = stalling.ReadAsync(new byte[9], Token).AsTask();
        Task write = stalling.WriteAsync(new byte[4], Token).AsTask();
        await stalling.Stalled;
        Assert.False(read.IsCompleted);
        Assert.False(write.IsCompleted);
        Assert.Equal(3, pair.Client.DataReady);

        stalling.Resume();
        Assert.Equal(3, await read);
        await write;
        Assert.Equal(4, pair.Client.DataReady);
    }

    [Fact]
    public async Task Stalling_LetsGo_WhenAborted()
    {
        await using MemoryVchanPair pair = new();
        await using StallingVchan stalling = new(pair.Server);
        Task<int> read = stalling.ReadAsync(new byte[9], Token).AsTask();
        Task write = stalling.WriteAsync(new byte[4], Token).AsTask();
        await stalling.Stalled;
        stalling.Abort();
        Assert.Equal(0, await read);
        _ = await Assert.ThrowsAsync<VchanClosedException>(() => write);
    }

    [Fact]
    public async Task Cutting_LosesThePeer_AfterTheBytesAllowed()
    {
        await using MemoryVchanPair pair = new();
        await using CuttingVchan cutting = new(pair.Server, readLimit: 3);
        await pair.Client.WriteAsync(new byte[8], Token);
        Assert.Equal(3, await cutting.ReadAsync(new byte[8], Token));
        Assert.Equal(0, await cutting.ReadAsync(new byte[8], Token));
        Assert.Equal(VchanState.Disconnected, pair.Client.State);
    }

    [Fact]
    public async Task Cutting_Throws_WhenAWriteCrossesTheCut()
    {
        await using MemoryVchanPair pair = new();
        await using CuttingVchan cutting = new(pair.Server, writeLimit: 3);
        _ = await Assert.ThrowsAsync<VchanClosedException>(async () => await cutting.WriteAsync(new byte[4], Token));
        Assert.Equal(VchanState.Disconnected, pair.Client.State);
    }
}

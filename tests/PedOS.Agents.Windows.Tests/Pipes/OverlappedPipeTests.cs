using System.Security.Cryptography;
using PedOS.Agents.Windows.Pipes;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Pipes;

public sealed class OverlappedPipeTests
{
    private const int Timeout = 30_000;
    private static readonly CancellationToken Never = CancellationToken.None;

    [PatientTheory(Timeout = Timeout)]
    [InlineData(4096u)]
    [InlineData(65536u)]
    [InlineData(0u)]
    public async Task ReadAndWrite_MoveTheSameBytesBothWaysAtOnce_InLargeChunks(uint bufferSize)
    {
        using PipePair pair = new(bufferSize);
        byte[] toClient = RandomNumberGenerator.GetBytes(4 << 20);
        byte[] toServer = RandomNumberGenerator.GetBytes(4 << 20);
        await Task.WhenAll(
            SendAsync(pair.Server, toClient, 65536),
            SendAsync(pair.Client, toServer, 1000),
            ExpectAsync(pair.Client, toClient),
            ExpectAsync(pair.Server, toServer));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task ReadAsync_ReturnsTheRestThenZero_WhenTheOtherEndWasClosed()
    {
        using PipePair pair = new(65536);
        byte[] sent = RandomNumberGenerator.GetBytes(10_000);
        Assert.True(await pair.Server.WriteAsync(sent, Never));
        pair.Server.Dispose();
        await ExpectAsync(pair.Client, sent);
        Assert.Equal(0, await pair.Client.ReadAsync(new byte[10], Never));
        Assert.Equal(0, await pair.Client.ReadAsync(new byte[10], Never));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task ReadAsync_ReturnsZero_WhenTheOtherEndClosesWhileItWaits()
    {
        using PipePair pair = new();
        Task<int> reading = pair.Client.ReadAsync(new byte[10], Never).AsTask();
        Assert.False(reading.IsCompleted);
        pair.Server.Dispose();
        Assert.Equal(0, await reading);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task WriteAsync_ReturnsFalse_WhenTheOtherEndIsClosed()
    {
        using PipePair pair = new();
        pair.Client.Dispose();
        Assert.False(await pair.Server.WriteAsync(new byte[10], Never));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task WriteAsync_ReturnsFalse_WhenTheOtherEndClosesWhileItWaitsForRoom()
    {
        using PipePair pair = new();
        Task<bool> writing = FillAsync(pair.Server, Never);
        await UntilStuckAsync(writing);
        pair.Client.Dispose();
        Assert.False(await writing);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task WriteAsync_WaitsForTheReader_AndGoesOnWhenItReads()
    {
        using PipePair pair = new();
        byte[] sent = RandomNumberGenerator.GetBytes(1 << 20);
        Task writing = SendAsync(pair.Server, sent, 65536);
        await UntilStuckAsync(writing);
        await ExpectAsync(pair.Client, sent);
        await writing;
    }

    [PatientFact(Timeout = Timeout)]
    public async Task ReadAsync_CanBeCancelled_AndLosesNothing()
    {
        using PipePair pair = new();
        for (int i = 0; i < 200; i++)
        {
            using CancellationTokenSource source = new();
            Task<int> reading = pair.Client.ReadAsync(new byte[10], source.Token).AsTask();
            await source.CancelAsync();
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        }

        Assert.True(await pair.Server.WriteAsync(new byte[] { 1, 2, 3 }, Never));
        byte[] buffer = new byte[10];
        Assert.Equal(3, await pair.Client.ReadAsync(buffer, Never));
        Assert.Equal([1, 2, 3], buffer[..3]);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task WriteAsync_CanBeCancelled()
    {
        using PipePair pair = new();
        using CancellationTokenSource source = new();
        Task<bool> writing = FillAsync(pair.Server, source.Token);
        await UntilStuckAsync(writing);
        await source.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task ReadAsync_Throws_WhenAlreadyCancelled()
    {
        using PipePair pair = new();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => pair.Client.ReadAsync(new byte[1], new CancellationToken(true)).AsTask());
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => pair.Client.WriteAsync(new byte[1], new CancellationToken(true)).AsTask());
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Dispose_EndsWhatIsUnderWay_WithoutAnException()
    {
        for (int i = 0; i < 100; i++)
        {
            using PipePair pair = new();
            Task<int> reading = pair.Server.ReadAsync(new byte[10], Never).AsTask();
            Task<bool> writing = FillAsync(pair.Server, Never);
            pair.Server.Dispose();
            Assert.Equal(0, await reading);
            Assert.False(await writing);
            Assert.Equal(0, await pair.Server.ReadAsync(new byte[10], Never));
            Assert.False(await pair.Server.WriteAsync(new byte[10], Never));
        }
    }

    [PatientFact(Timeout = Timeout)]
    public async Task ReadAsync_WithAnEmptyBuffer_WaitsForDataAndTakesNone()
    {
        using PipePair pair = new();
        Task<int> waiting = pair.Client.ReadAsync(Memory<byte>.Empty, Never).AsTask();
        await UntilStuckAsync(waiting);
        Assert.True(await pair.Server.WriteAsync(new byte[] { 7 }, Never));
        Assert.Equal(0, await waiting);
        byte[] buffer = new byte[10];
        Assert.Equal(1, await pair.Client.ReadAsync(buffer, Never));
        Assert.Equal(7, buffer[0]);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task WriteAsync_SendsNothing_WhenThereIsNothing()
    {
        using PipePair pair = new();
        Assert.True(await pair.Server.WriteAsync(Memory<byte>.Empty, Never));
        Task<int> reading = pair.Client.ReadAsync(new byte[10], Never).AsTask();
        await UntilStuckAsync(reading);
        Assert.True(await pair.Server.WriteAsync(new byte[4], Never));
        Assert.Equal(4, await reading);
    }

    [PatientFact(Timeout = 60_000)]
    public async Task ManyPipes_FinishTogether()
    {
        List<Task> all = [];
        for (int i = 0; i < 100; i++)
        {
            all.Add(RunOneAsync());
        }

        await Task.WhenAll(all);

        static async Task RunOneAsync()
        {
            using PipePair pair = new();
            byte[] sent = RandomNumberGenerator.GetBytes(300_000);
            await Task.WhenAll(SendAsync(pair.Server, sent, 65536), ExpectAsync(pair.Client, sent));
        }
    }

    [PatientFact(Timeout = Timeout)]
    public async Task ReadAndWrite_AllocateNothingPerChunk()
    {
        using PipePair pair = new(65536);
        byte[] chunk = new byte[1024];
        byte[] buffer = new byte[1024];
        await RoundsAsync(200);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await RoundsAsync(1000);
        long perRound = (GC.GetTotalAllocatedBytes(precise: true) - before) / 1000;
        Assert.InRange(perRound, 0, 40);

        async Task RoundsAsync(int count)
        {
            for (int i = 0; i < count; i++)
            {
                _ = await pair.Server.WriteAsync(chunk, Never);
                _ = await pair.Client.ReadAsync(buffer, Never);
            }
        }
    }

    private static async Task SendAsync(OverlappedPipe pipe, byte[] bytes, int chunk)
    {
        for (int at = 0; at < bytes.Length; at += chunk)
        {
            Assert.True(await pipe.WriteAsync(bytes.AsMemory(at, Math.Min(chunk, bytes.Length - at)), Never));
        }
    }

    private static async Task ExpectAsync(OverlappedPipe pipe, byte[] expected)
    {
        byte[] received = new byte[expected.Length];
        int at = 0;
        while (at < received.Length)
        {
            int read = await pipe.ReadAsync(received.AsMemory(at, Math.Min(65536, received.Length - at)), Never);
            Assert.NotEqual(0, read);
            at += read;
        }

        Assert.True(expected.AsSpan().SequenceEqual(received));
    }

    private static async Task<bool> FillAsync(OverlappedPipe pipe, CancellationToken cancellationToken)
    {
        byte[] chunk = new byte[65536];
        while (await pipe.WriteAsync(chunk, cancellationToken))
        {
        }

        return false;
    }

    // Nothing can tell that something does not happen; a moment has to do.
    private static async Task UntilStuckAsync(Task task)
    {
        await Task.Delay(200);
        Assert.False(task.IsCompleted);
    }
}

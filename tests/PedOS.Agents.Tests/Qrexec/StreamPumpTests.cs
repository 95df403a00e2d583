using PedOS.Agents.Qrexec;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Processes;
using Xunit;

namespace PedOS.Agents.Tests.Qrexec;

public sealed class StreamPumpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [PatientTheory(Timeout = 60_000)]
    [InlineData(0, 100)]
    [InlineData(1, 100)]
    [InlineData(99, 100)]
    [InlineData(100, 100)]
    [InlineData(101, 100)]
    [InlineData(70_000, 1)]
    [InlineData(200_000, 65_528)]
    public async Task Run_SendsEverything_InBodiesOfAtMostOneChunk(int length, int chunk)
    {
        byte[] said = new byte[length];
        new Random(length).NextBytes(said);
        using MemoryPipe pipe = new(65536);
        using MemoryStream sent = new();
        Task pumping = StreamPump.RunAsync(pipe, chunk, SendAsync, Token);
        _ = await pipe.WriteAsync(said, Token);
        pipe.Complete();
        await pumping;
        Assert.True(said.AsSpan().SequenceEqual(sent.ToArray()));

        ValueTask SendAsync(Memory<byte> frame, int size, CancellationToken cancellationToken)
        {
            Assert.InRange(size, 1, chunk);
            sent.Write(frame.Span.Slice(DataChannel.Headroom, size));
            return ValueTask.CompletedTask;
        }
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Run_ReadsNothing_WhileItsSenderWaits()
    {
        using MemoryPipe pipe = new(65536);
        TaskCompletionSource room = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task pumping = StreamPump.RunAsync(pipe, 10, (_, _, _) => new ValueTask(room.Task), Token);
        _ = await pipe.WriteAsync(new byte[25], Token);
        while (pipe.Ready > 15)
        {
            await Task.Delay(1, Token);
        }

        await Task.Delay(20, Token);
        Assert.Equal(15, pipe.Ready);
        pipe.Complete();
        room.SetResult();
        await pumping;
        Assert.Equal(0, pipe.Ready);
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Run_IsEndedByItsToken_AndByItsSender()
    {
        using MemoryPipe pipe = new(65536);
        using CancellationTokenSource cancel = new();
        Task pumping = StreamPump.RunAsync(pipe, 10, static (_, _, _) => ValueTask.CompletedTask, cancel.Token);
        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pumping);

        _ = await pipe.WriteAsync(new byte[1], Token);
        _ = await Assert.ThrowsAsync<IOException>(() => StreamPump.RunAsync(
            pipe, 10, static (_, _, _) => ValueTask.FromException(new IOException("gone")), Token));
    }
}

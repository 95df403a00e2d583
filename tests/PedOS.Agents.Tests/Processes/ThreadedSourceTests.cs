using System.Collections.Concurrent;
using PedOS.Agents.Processes;
using Xunit;

namespace PedOS.Agents.Tests.Processes;

public sealed class ThreadedSourceTests : IDisposable
{
    // Not disposed: a thread may still wait for its piece.
#pragma warning disable CA2213
    private readonly BlockingCollection<byte[]> _pieces = [];
#pragma warning restore CA2213
    private readonly ConcurrentQueue<int> _threads = new();
    private readonly byte[] _buffer = new byte[100];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_GivesPieces_ThenTheEnd_ForEver()
    {
        ThreadedSource source = new(Read);
        _pieces.Add([1, 2, 3]);
        Assert.Equal(2, await source.ReadAsync(_buffer.AsMemory(0, 2), Token));
        Assert.Equal(1, await source.ReadAsync(_buffer.AsMemory(2), Token));
        Assert.Equal([1, 2, 3], _buffer[..3]);
        _pieces.Add([]);
        Assert.Equal(0, await source.ReadAsync(_buffer, Token));
        Assert.Equal(0, await source.ReadAsync(_buffer, Token));
    }

    [Fact]
    public async Task Read_ThatWasGivenUp_LeavesItsBytesToTheNext_AndIsNoEnd()
    {
        ThreadedSource source = new(Read);
        for (byte i = 0; i < 3; i++)
        {
            using CancellationTokenSource enough = new();
            ValueTask<int> given = source.ReadAsync(_buffer, enough.Token);
            await enough.CancelAsync();
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await given);
            _pieces.Add([i]);
            Assert.Equal(1, await source.ReadAsync(_buffer, Token));
            Assert.Equal(i, _buffer[0]);
        }

        ValueTask<int> last = source.ReadAsync(_buffer, Token);
        _pieces.Add([9]);
        Assert.Equal(1, await last);
        Assert.Equal(9, _buffer[0]);
    }

    [Fact]
    public async Task Read_LeavesBytesOfAGivenUpRead_ThatHadCome_AndIsNoEnd()
    {
        ThreadedSource source = new(Read);
        using CancellationTokenSource enough = new();
        ValueTask<int> given = source.ReadAsync(_buffer, enough.Token);
        await enough.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await given);
        _pieces.Add([1]);
        while (_threads.IsEmpty)
        {
            await Task.Delay(1, Token);
        }

        await Task.Delay(20, Token);
        Assert.Equal(1, await source.ReadAsync(_buffer, Token));
        ValueTask<int> next = source.ReadAsync(_buffer, Token);
        _pieces.Add([2]);
        Assert.Equal(1, await next);
        Assert.Equal(2, _buffer[0]);
    }

    [Fact]
    public async Task Read_OfWhatIsReady_NeedsNoThread_ForAPieceAndTheEnd()
    {
        ThreadedSource source = new(Read, () => _pieces.Count > 0);
        _pieces.Add([1]);
        _pieces.Add([2]);
        _pieces.Add([3]);
        for (int i = 1; i <= 3; i++)
        {
            int here = Environment.CurrentManagedThreadId;
            Assert.Equal(1, await source.ReadAsync(_buffer, Token));
            Assert.True(_threads.TryDequeue(out int thread));
            Assert.Equal(i < 3, thread == here);
        }
    }

    [Fact]
    public async Task Read_OfWhatIsNotReady_IsNotWaitedForHere()
    {
        ThreadedSource source = new(Read, static () => false);
        ValueTask<int> read = source.ReadAsync(_buffer, Token);
        Assert.False(read.IsCompleted);
        _pieces.Add([1]);
        Assert.Equal(1, await read);
    }

    public void Dispose()
    {
        // Threads that still wait end with an empty piece.
        _pieces.Add([]);
    }

    private int Read(byte[] buffer)
    {
        byte[] piece = _pieces.Take();
        _threads.Enqueue(Environment.CurrentManagedThreadId);
        piece.CopyTo(buffer, 0);
        return piece.Length;
    }
}

using PedOS.Agents.Posix.Native;
using PedOS.Agents.Posix.Streams;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Posix.Tests.Streams;

/// <summary>A pipe without room holds its writer, never the thread that asked for the write.</summary>
public sealed class BlockingSinkTests : IDisposable
{
    private const int PipeSize = 65536;

    private readonly int[] _pipe = new int[2];

    public unsafe BlockingSinkTests()
    {
        fixed (int* pipe = _pipe)
        {
            Assert.Equal(0, Libc.pipe2(pipe, 0));
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Array.ForEach(_pipe, static end => Libc.close(end));

    [PatientFact(Timeout = 20_000)]
    public async Task APieceThatHasRoom_IsWrittenInPlace()
    {
        using BlockingSink sink = new(_pipe[1]);
        for (int i = 0; i < PipeSize / BlockingSink.SurePiece; i++)
        {
            ValueTask<bool> writing = sink.WriteAsync(new byte[BlockingSink.SurePiece], Token);
            Assert.True(writing.IsCompleted);
            Assert.True(await writing);
        }

        await AssertHeldAsync(sink.WriteAsync(new byte[1], Token), PipeSize + 1);
    }

    [PatientTheory(Timeout = 20_000)]
    [InlineData(BlockingSink.SurePiece + 1)]
    [InlineData(PipeSize)]
    [InlineData(PipeSize + 1)]
    public async Task APieceThatHasNoRoom_WaitsElsewhere(int length)
    {
        using BlockingSink sink = new(_pipe[1]);
        Assert.True(await sink.WriteAsync(new byte[BlockingSink.SurePiece], Token));
        Assert.True(await sink.WriteAsync(new byte[PipeSize - BlockingSink.SurePiece], Token));
        await AssertHeldAsync(sink.WriteAsync(new byte[length], Token), PipeSize + length);
    }

    [PatientFact(Timeout = 20_000)]
    public async Task AReaderThatHasGone_IsTold()
    {
        _ = Libc.close(_pipe[0]);
        using BlockingSink sink = new(_pipe[1]);
        Assert.False(await sink.WriteAsync(new byte[1], Token));
        Assert.False(await sink.WriteAsync(new byte[PipeSize], Token));
        _pipe[0] = Libc.dup(_pipe[1]);
    }

    private async Task AssertHeldAsync(ValueTask<bool> writing, int all)
    {
        Task<bool> written = writing.AsTask();
        Assert.False(written.IsCompleted);
        byte[] buffer = new byte[PipeSize];
        for (int read = 0; read < all;)
        {
            int count = Read(buffer);
            Assert.True(count > 0);
            read += count;
        }

        Assert.True(await written.WaitAsync(Token));
    }

    private unsafe int Read(byte[] buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return (int)Libc.read(_pipe[0], bytes, buffer.Length);
        }
    }
}

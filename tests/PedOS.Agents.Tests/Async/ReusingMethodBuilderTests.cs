using System.Runtime.CompilerServices;
using PedOS.Agents.Async;
using Xunit;

namespace PedOS.Agents.Tests.Async;

[Collection(nameof(AloneCollection))]
public sealed class ReusingMethodBuilderTests
{
    private static readonly AsyncLocal<string?> Ambient = new();

    [Fact]
    public async Task Method_ReturnsItsResult_WithAndWithoutAWait()
    {
        Assert.Equal(3, await AddAsync(1, Task.FromResult(2)));
        TaskCompletionSource<int> later = new();
        ValueTask<int> sum = AddAsync(1, later.Task);
        Assert.False(sum.IsCompleted);
        later.SetResult(41);
        Assert.Equal(42, await sum);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Method_ThrowsWhatItThrew(bool waits)
    {
        TaskCompletionSource<int> later = new();
        if (!waits)
        {
            later.SetException(new InvalidDataException("Größe"));
        }

        ValueTask<int> sum = AddAsync(1, later.Task);
        _ = later.TrySetException(new InvalidDataException("Größe"));
        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(async () => await sum);
        Assert.Equal("Größe", e.Message);
    }

    [Fact]
    public async Task Method_IsCanceled_WhenItsTokenIs()
    {
        using CancellationTokenSource stop = new();
        Task wait = WaitAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.True(wait.IsCanceled);
    }

    [Fact]
    public async Task Result_CannotBeTakenTwice_AndTheNextWaitIsUnharmed()
    {
        TaskCompletionSource<int> later = new();
        ValueTask<int> first = AddAsync(1, later.Task);
        later.SetResult(1);
        Assert.Equal(2, await first);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await first);

        TaskCompletionSource<int> one = new();
        TaskCompletionSource<int> two = new();
        ValueTask<int> left = AddAsync(10, one.Task);
        ValueTask<int> right = AddAsync(20, two.Task);
        two.SetResult(2);
        one.SetResult(1);
        Assert.Equal((11, 22), (await left, await right));
    }

    [Fact]
    public async Task Method_KeepsItsContext_OverAWait()
    {
        TaskCompletionSource later = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Ambient.Value = "İstanbul";
        ValueTask<string?> ambient = ReadAmbientAsync(later.Task);
        Ambient.Value = "東京";
        await Task.Run(later.SetResult, TestContext.Current.CancellationToken);
        Assert.Equal("İstanbul", await ambient);
    }

    [Fact]
    public async Task Waits_AllocateNothing_WhereverTheyGoOn()
    {
#if DEBUG
        Assert.Skip("unoptimized methods keep their variables in an object of their own");
#endif
        const int Waits = 20_000;
        Turnstile turnstile = new();
        using CancellationTokenSource stop = new();
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() => turnstile.Turn(stop.Token)))];
        Array.ForEach(threads, thread => thread.Start());
        await PassAsync(turnstile, Waits);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await PassAsync(turnstile, Waits);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        await stop.CancelAsync();
        Array.ForEach(threads, thread => thread.Join());
        Assert.InRange((double)allocated / Waits, 0, 1);
    }

    [AsyncMethodBuilder(typeof(ReusingMethodBuilderOf<>))]
    private static async ValueTask<int> AddAsync(int left, Task<int> right) =>
        left + await right;

    [AsyncMethodBuilder(typeof(ReusingMethodBuilderOf<>))]
    private static async ValueTask<string?> ReadAmbientAsync(Task first)
    {
        await first;
        return Ambient.Value;
    }

    [AsyncMethodBuilder(typeof(ReusingMethodBuilder))]
    private static async ValueTask WaitAsync(CancellationToken stop) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, stop);

    [AsyncMethodBuilder(typeof(ReusingMethodBuilder))]
    private static async ValueTask PassOnceAsync(Turnstile turnstile) => await turnstile.PassAsync();

    private static async Task PassAsync(Turnstile turnstile, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await PassOnceAsync(turnstile);
        }

        // Away from the turnstile's threads, which somebody will wait for.
        await Task.Yield();
    }
}

using PedOS.TestKit.Limits;
using PedOS.Tools.Engine.Operations;
using Xunit;

namespace PedOS.Engine.Tests.Operations;

public sealed class SideBySideTests
{
    private static readonly int[] Items = [.. Enumerable.Range(0, 200)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Run_WorksOnEverything_AndAnnouncesInOrderOnTheCallersThread(int degree)
    {
        int caller = Environment.CurrentManagedThreadId;
        List<int> announced = [];
        List<int> worked = [];

        SideBySide.Run(
            Items,
            degree,
            item =>
            {
                Assert.Equal(caller, Environment.CurrentManagedThreadId);
                announced.Add(item);
            },
            item =>
            {
                lock (worked)
                {
                    worked.Add(item);
                }
            });

        Assert.Equal(Items, announced);
        Assert.Equal(Items, worked.Order());
    }

    [PatientFact(Timeout = 30_000)]
    public async Task Run_WorksOnSeveralAtOnce()
    {
        await Task.Yield();
        using Barrier both = new(2);

        // Nobody gets over the barrier alone.
        SideBySide.Run([1, 2], 2, static _ => { }, _ => Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(20))));
    }

    [PatientTheory(Timeout = 30_000)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Run_EndsWithTheFirstFailure(int degree)
    {
        await Task.Yield();
        int worked = 0;

        FormatException e = Assert.Throws<FormatException>(() => SideBySide.Run(
            Items,
            degree,
            static _ => { },
            item =>
            {
                Interlocked.Increment(ref worked);
                if (item == 5)
                {
                    throw new FormatException("the fifth");
                }
            }));

        Assert.Equal("the fifth", e.Message);
        Assert.InRange(worked, 6, 6 + (3 * degree));
    }

    [PatientFact(Timeout = 30_000)]
    public async Task Run_EndsItsThreads_WhenTheCallerCannotGoOn()
    {
        await Task.Yield();
        int worked = 0;

        Assert.Throws<NotSupportedException>(() => SideBySide.Run(
            Items,
            2,
            static item => _ = item == 3 ? throw new NotSupportedException() : item,
            _ => Interlocked.Increment(ref worked)));

        Assert.Equal(3, worked);
    }
}

using PedOS.Tools.Engine.Plans;
using Xunit;

namespace PedOS.Engine.Tests.Plans;

public sealed class PlanIdTests
{
    // The last operation is the one that is undone first; a script begins several in one second.
    [Fact]
    public void Names_SortByTime_AlsoInOneSecond()
    {
        DateTimeOffset now = new(2026, 11, 22, 14, 15, 3, 42, TimeSpan.FromHours(1));
        string[] names = [.. Enumerable.Range(0, 100).Select(i => PlanId.Create(now.AddMilliseconds(i * 7)))];

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.StartsWith("20261122-131503-042-", names[0], StringComparison.Ordinal);
        Assert.All(names, static name => Assert.True(PlanId.IsValid(name), name));
    }
}

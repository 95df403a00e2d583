using PedOS.Agents.Windows.Hosting;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Hosting;

/// <summary>On a system that is played: Wine counts no handles, and none of its processes has high ones.</summary>
public sealed class InheritableHandlesTests
{
    // The second one of these would be passed on, and every one after it.
    private readonly List<nint> _open = [4, 8, 12];
    private int _looks;

    [Fact]
    public void Find_EndsWithTheLastOne()
    {
        Assert.Equal([8, 12], Find(3));
        Assert.Equal(3, _looks);
    }

    [Fact]
    public void Find_GoesUpToTheLastOne_HoweverHighItIs()
    {
        _open.Add(500_000);
        Assert.Equal([8, 12, 500_000], Find(4));
        Assert.Equal(500_000 / 4, _looks);
    }

    [Fact]
    public void Find_Ends_WhenOthersWereClosedMeanwhile()
    {
        Assert.Equal([8, 12], Find(5, 3));
        Assert.Equal(4096, _looks);
    }

    [Fact]
    public void Find_IsBounded_WhenTheCountIsNeverReached()
    {
        Assert.Equal([8, 12], Find(50));
        Assert.Equal(InheritableHandles.MaxLooks, _looks);
    }

    [Fact]
    public void Find_EndsAtAGap_WhereNobodyCounts()
    {
        _open.AddRange([12 + (32 * 4), 12 + (65 * 4)]);
        Assert.Equal([8, 12, 12 + (32 * 4)], Find(0));
        Assert.Equal(3 + 32 + 32, _looks);
    }

    private IReadOnlyList<nint> Find(params uint[] counts)
    {
        Queue<uint> told = new(counts);
        return InheritableHandles.Find(() => told.Count > 1 ? told.Dequeue() : told.Peek(), IsInheritable);
    }

    private bool? IsInheritable(nint handle)
    {
        _looks++;
        return _open.Contains(handle) ? handle > 4 : null;
    }
}

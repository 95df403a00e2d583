using PedOS.Agents.Windows.Hosting;
using PedOS.Agents.Windows.Interop;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Hosting;

public sealed class ServiceStateTests
{
    private readonly List<Advapi32.ServiceStatus> _reports = [];
    private readonly ManualTime _time = new();

    [Fact]
    public void States_AreReportedInOrder_WithWhatEachAccepts()
    {
        using ServiceState state = Create();
        state.Starting();
        state.Running();
        state.Stopping();
        state.Stopping();
        state.Stopped(0);
        Assert.Equal([2u, 4u, 3u, 1u], _reports.Select(r => r.CurrentState));
        Assert.Equal([0u, 0xC5u, 0u, 0u], _reports.Select(r => r.ControlsAccepted));
        Assert.Equal([1u, 0u, 1u, 0u], _reports.Select(r => r.CheckPoint));
        Assert.All(_reports, r => Assert.Equal(0x10u, r.ServiceType));
        Assert.Equal((0u, 0u), (_reports[^1].Win32ExitCode, _reports[^1].ServiceSpecificExitCode));
    }

    [Fact]
    public void Stopping_ShowsSignsOfLife_AndNotForEver()
    {
        using ServiceState state = Create();
        state.Running();
        state.Stopping();
        for (int i = 0; i < 60; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        uint[] checkPoints = [.. _reports.Where(r => r.CurrentState == 3).Select(r => r.CheckPoint)];
        Assert.Equal(Enumerable.Range(1, checkPoints.Length).Select(i => (uint)i), checkPoints);
        Assert.InRange(checkPoints.Length, 12, 16);
    }

    [Fact]
    public void Stopped_TellsTheProgramsOwnCode_AndIsTheLastWord()
    {
        using ServiceState state = Create();
        state.Running();
        state.Stopping();
        state.Stopped(-7);
        Assert.Equal((1066u, 0xFFFFFFF9u), (_reports[^1].Win32ExitCode, _reports[^1].ServiceSpecificExitCode));
        int count = _reports.Count;
        state.Stopping();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(count, _reports.Count);
    }

    private ServiceState Create() => new(_reports.Add, _time);
}

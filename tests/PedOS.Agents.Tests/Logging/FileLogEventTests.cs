using PedOS.Agents.Logging;
using PedOS.TestKit.Limits;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Agents.Tests.Logging;

public sealed class FileLogEventTests
{
    private const int Limit = 20000;

    [PatientTheory(Timeout = Limit)]
    [InlineData(LogLevel.Error, 1)]
    [InlineData(LogLevel.Warning, 2)]
    public async Task Write_ReportsWhatTheEventLogWants(LogLevel least, int expected)
    {
        RecordingEventLog events = new(least);
        await using LogFixture fixture = new(events);
        fixture.Configure();
        fixture.Log.Info("an info");
        fixture.Log.Warning("a warning");
        fixture.Log.Error("an error", new IOException("of\nthe disk"));
        await fixture.Log.DisposeAsync();

        Assert.Equal(expected, events.Reports.Count);
        Assert.Equal("Error: an error: IOException: of | the disk", events.Reports.Last());
        Assert.True(events.IsDisposed);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_SuppressesStormsThereToo()
    {
        RecordingEventLog events = new();
        await using LogFixture fixture = new(events);
        fixture.Configure();
        for (int i = 0; i < 1000; i++)
        {
            fixture.Log.Error("no dom0");
        }

        await fixture.Log.DisposeAsync();
        Assert.Equal(11, events.Reports.Count);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_GoesOn_WhenTheEventLogFails()
    {
        RecordingEventLog events = new() { Failure = new IOException("the event log is full") };
        await using LogFixture fixture = new(events);
        fixture.Configure();
        fixture.Log.Error("first");
        fixture.Log.Error("second");
        await fixture.FlushAsync();
        Assert.Equal(2, LogFixture.Lines(fixture.LogDirectory).Length);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_GoesOn_WhenTheEventLogHangs_AndCountsWhatItMissed()
    {
        RecordingEventLog events = new();
        events.Gate.Reset();
        await using LogFixture fixture = new(events);
        fixture.Configure();
        for (int i = 0; i < 1000; i++)
        {
            fixture.Log.Error($"error {i}");
        }

        await fixture.FlushAsync();
        Assert.Equal(1000, LogFixture.Lines(fixture.LogDirectory).Length);
        events.Gate.Set();
        await fixture.Log.DisposeAsync();
        int missed = 1000 - (events.Reports.Count - 1);
        Assert.True(missed > 0);
        Assert.Equal($"Error: {missed} more messages are in the log file only", events.Reports.Last());
    }

    [PatientFact(Timeout = Limit)]
    public async Task StandardErrorLog_WritesErrorsAndWarnings()
    {
        using MemoryStream error = new();
        await using LogFixture fixture = new(new StandardErrorLog("qrexec-agent", error));
        fixture.Configure();
        fixture.Log.Info("an info");
        fixture.Log.Warning("Ein Rätsel");
        fixture.Log.Error("an error");
        await fixture.Log.DisposeAsync();

        Assert.Equal(
            "qrexec-agent: Ein Rätsel\nqrexec-agent: an error\n", System.Text.Encoding.UTF8.GetString(error.ToArray()));
    }

    [PatientFact(Timeout = Limit)]
    public async Task StandardErrorLog_DoesNotRepeat_WhatTheLogItselfWroteThere()
    {
        using MemoryStream error = new();
        using MemoryStream last = new();
        await using LogFixture fixture = new(new StandardErrorLog("qrexec-agent", error), last, hasFallback: false);
        fixture.Configure(o => o with { Directory = null });
        fixture.Log.Error("an error");
        await fixture.Log.DisposeAsync();

        Assert.Empty(error.ToArray());
        Assert.EndsWith("E an error\n", System.Text.Encoding.UTF8.GetString(last.ToArray()), StringComparison.Ordinal);
    }
}

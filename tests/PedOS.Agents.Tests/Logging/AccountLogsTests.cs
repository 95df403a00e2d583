using PedOS.Agents.Logging;
using PedOS.TestKit;
using Xunit;

namespace PedOS.Agents.Tests.Logging;

public sealed class AccountLogsTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly RecordingLog _log = new();
    private readonly FakeTime _time = new();

    [Fact]
    public void Write_LeavesOut_WhatAnAccountSaysTooMuch_AndNothingOfAnother()
    {
        using AccountLogs logs = new(_log, _time);
        for (int i = 0; i < 1000; i++)
        {
            logs.Of("Çağrı").Info($"process {i} asks for x{i} to dom0");
            logs.Of("Çağrı").Warning($"process {i} sent nonsense");
        }

        logs.Of("日本 太郎").Info("process 7 asks for y to dom0");
        Assert.Equal(21, _log.Messages.Count);
        Assert.Contains("process 7 asks for y to dom0", _log.Messages[20].Message, StringComparison.Ordinal);

        // The count comes although nobody asks any more.
        _time.Advance(Window + TimeSpan.FromMilliseconds(1));
        string[] told = [.. _log.Messages.Skip(21).Select(static m => m.Message)];
        Assert.Equal(2, told.Length);
        Assert.All(told, static line => Assert.Contains(
            "account Çağrı caused 990 further messages in 10 s, which are left out", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Write_LeavesNothingOut_WhenLinesComeSlowly_OrAllAreAskedFor()
    {
        using AccountLogs logs = new(_log, _time);
        for (int i = 0; i < 100; i++)
        {
            logs.Of("anna").Info($"line {i}");
            logs.Of("anna").Debug($"line {i}");
            logs.Of("anna").Debug($"line {i} again");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(300, _log.Messages.Count);
    }

    [Fact]
    public void Dispose_TellsWhatWasLeftOut()
    {
        AccountLogs logs = new(_log, _time);
        for (int i = 0; i < 12; i++)
        {
            logs.Of("anna").Info($"line {i}");
        }

        logs.Dispose();
        Assert.Equal(11, _log.Messages.Count);
        Assert.Contains("caused 2 further messages", _log.Messages[10].Message, StringComparison.Ordinal);
    }
}

using System.Text;
using PedOS.Agents.Clock;
using Xunit;

namespace PedOS.Agents.Tests.Clock;

public sealed class ClockClaimTextTests
{
    private const string Line = "2026-11-30T13:59:58.1234567Z 0.00:00:00.5000000 3.00:20:00.0000001 2\n";

    private static readonly ClockClaim Claim = new(
        new DateTimeOffset(2026, 11, 30, 13, 59, 58, TimeSpan.Zero).AddTicks(1234567),
        TimeSpan.FromSeconds(0.5),
        TimeSpan.FromMinutes((3 * 24 * 60) + 20) + TimeSpan.FromTicks(1),
        2);

    [Fact]
    public void ALineHasEveryTick()
    {
        Assert.Equal(Line, Encoding.ASCII.GetString(ClockClaimText.Of(Claim)));
        Assert.Equal(Claim, Read(Line));
        Assert.Equal(Line, Encoding.ASCII.GetString(ClockClaimText.Of(Claim with
        {
            Started = Claim.Started.ToOffset(TimeSpan.FromHours(9)),
        })));
    }

    [Fact]
    public void TheLongestFits()
    {
        TimeSpan longest = TimeSpan.FromDays(36525);
        ClockClaim claim = new(DateTimeOffset.MaxValue, longest, longest, int.MaxValue);
        byte[] line = ClockClaimText.Of(claim);
        Assert.InRange(line.Length, 1, ClockClaimText.MaxBytes);
        Assert.Equal(claim, Read(Encoding.ASCII.GetString(line)));
    }

    [Fact]
    public void NoPrefixIsRead()
    {
        Assert.All(Enumerable.Range(0, Line.Length), static length => Assert.Null(Read(Line[..length])));
    }

    [Theory]
    [InlineData("{}\n")]
    [InlineData(" " + Line)]
    [InlineData(Line + "\n")]
    [InlineData("2026-11-30T13:59:58.1234567Z  0.00:00:00.5000000 3.00:20:00.0000001 2\n")]
    [InlineData("2026-11-30T13:59:58.1234567+ 0.00:00:00.5000000 3.00:20:00.0000001 2\n")]
    [InlineData("2026-02-30T13:59:58.1234567Z 0.00:00:00.5000000 3.00:20:00.0000001 2\n")]
    [InlineData("2026-11-30T13:59:58.1234567Z -0.00:00:00.5000000 3.00:20:00.0000001 2\n")]
    [InlineData("2026-11-30T13:59:58.1234567Z 0.00:00:00.5000000 -3.00:20:00.0000001 2\n")]
    [InlineData("2026-11-30T13:59:58.1234567Z 36525.00:00:00.0000001 3.00:20:00.0000001 2\n")]
    [InlineData("2026-11-30T13:59:58.1234567Z 0.00:00:00.5000000 9999999.00:00:00.0000000 2\n")]
    [InlineData("2026-11-30T13:59:58.1234567Z 0.00:00:00.5000000 3.00:20:00.0000001 0\n")]
    [InlineData("2026-11-30T13:59:58.1234567Z 0.00:00:00.5000000 3.00:20:00.0000001 -2\n")]
    [InlineData("2026-11-30T13:59:58.1234567Z 0.00:00:00.5000000 3.00:20:00.0000001 2147483648\n")]
    [InlineData("2026-11-30T13:59:58.1234567Z 0.00:00:00.5000000 3.00:20:00.0000001 2 2\n")]
    [InlineData("2026-11-30T13:59:58.1234567Z 0.00:00:00.5000000 3.00:20:00.0000001 ２\n")]
    public void WhatIsNoLine_IsNotRead(string text)
    {
        Assert.Null(Read(text));
    }

    private static ClockClaim? Read(string text) =>
        ClockClaimText.TryRead(Encoding.UTF8.GetBytes(text), out ClockClaim? claim) ? claim : null;
}

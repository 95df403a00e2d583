using System.Globalization;
using System.Text;
using PedOS.Protocols.Clock;
using Xunit;

namespace PedOS.Protocols.Tests.Clock;

public sealed class DateTextTests
{
    [Theory]
    [InlineData("2026-11-22T04:35:07+00:00", "2026-11-22T04:35:07.0000000Z", false)]
    [InlineData("2014-09-29T22:59:21+0000\n", "2014-09-29T22:59:21.0000000Z", false)]
    [InlineData("2026-11-22T04:35:07Z\r\n", "2026-11-22T04:35:07.0000000Z", false)]
    [InlineData("2026-11-22T04:35:07+05:45", "2026-11-21T22:50:07.0000000Z", false)]
    [InlineData("2026-11-22T04:35:07-11", "2026-11-22T15:35:07.0000000Z", false)]
    [InlineData("2026-11-22T04:35:07,123456789+00:00", "2026-11-22T04:35:07.1234567Z", true)]
    [InlineData("2026-11-22T04:35:07.5Z", "2026-11-22T04:35:07.5000000Z", true)]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.0000000Z", false)]
    [InlineData("2024-02-29T00:00:00+14:00", "2024-02-28T10:00:00.0000000Z", false)]
    public void TryRead_ReadsWhatDatePrints(string text, string utc, bool fraction)
    {
        Assert.True(DateText.TryRead(Encoding.UTF8.GetBytes(text), out DateTimeOffset time, out bool hasFraction));
        Assert.Equal(utc, time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal(fraction, hasFraction);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("2026-11-22T04:35:07")]
    [InlineData("2026-11-22 04:35:07+00:00")]
    [InlineData(" 2026-11-22T04:35:07+00:00")]
    [InlineData("2026-11-22T04:35:07+00:00 x")]
    [InlineData("2026-11-22T04:35:07+00:00\n2026-11-22T04:35:07+00:00")]
    [InlineData("2026-11-22t04:35:07z")]
    [InlineData("2026-13-22T04:35:07Z")]
    [InlineData("2026-00-22T04:35:07Z")]
    [InlineData("2026-02-29T04:35:07Z")]
    [InlineData("2026-11-00T04:35:07Z")]
    [InlineData("2026-11-22T24:00:00Z")]
    [InlineData("2026-11-22T04:60:07Z")]
    [InlineData("2026-11-22T04:35:61Z")]
    [InlineData("2026-11-22T04:35:07+14:01")]
    [InlineData("2026-11-22T04:35:07+0:00")]
    [InlineData("2026-11-22T04:35:07+00:60")]
    [InlineData("2026-11-22T04:35:07+-100")]
    [InlineData("2026-11-22T04:35:07.Z")]
    [InlineData("2026-11-22T04:35:07.1234567890Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:60-14:00")]
    [InlineData("+026-11-22T04:35:07Z")]
    [InlineData("٢٠٢٦-11-22T04:35:07Z")]
    [InlineData("Sun Nov 22 04:35:07 UTC 2026")]
    [InlineData("2026-02-28T23:59:59.5+1\0")]
    [InlineData("2026-02-28T23:59:59.5-\0\0")]
    public void TryRead_RefusesEverythingElse(string text) =>
        Assert.False(DateText.TryRead(Encoding.UTF8.GetBytes(text), out _, out _));

    [Fact]
    public void TryRead_RefusesEveryShorterText()
    {
        byte[] text = "2026-11-22T04:35:07,12+00:00"u8.ToArray();
        int[] whole = [.. Enumerable.Range(0, text.Length)
            .Where(length => DateText.TryRead(text.AsSpan(0, length), out _, out _))];

        // Up to the hours of the zone it is a whole text too.
        Assert.Equal([text.Length - 3], whole);
    }

    [Fact]
    public void TryRead_RefusesWhatIsLongerThanTheLimit()
    {
        byte[] text = [.. "2026-11-22T04:35:07Z"u8, .. Enumerable.Repeat((byte)'\n', 1000)];
        Assert.True(DateText.TryRead(text.AsSpan(0, DateText.MaxLength), out _, out _));
        Assert.False(DateText.TryRead(text.AsSpan(0, DateText.MaxLength + 1), out _, out _));
    }
}

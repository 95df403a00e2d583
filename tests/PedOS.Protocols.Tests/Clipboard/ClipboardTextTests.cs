using System.Text;
using PedOS.Protocols.Clipboard;
using Xunit;

namespace PedOS.Protocols.Tests.Clipboard;

public sealed class ClipboardTextTests
{
    public static readonly TheoryData<string, string> Texts = new()
    {
        { "one line", "one line" },
        { "Grüße, İstanbul, 日本語, مرحبا, 😀", "Grüße, İstanbul, 日本語, مرحبا, 😀" },
        { "one\ntwo\n", "one\r\ntwo\r\n" },
        { "\n", "\r\n" },
        { "\n\n\ttabs\n", "\r\n\r\n\ttabs\r\n" },
        { "\uFEFFmark", "\uFEFFmark" },
        { "\u001b[31m", "\u001b[31m" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_TravelsBothWays(string between, string onWindows)
    {
        Assert.True(ClipboardText.TryRead(Encoding.UTF8.GetBytes(between), out string text, out string problem));
        Assert.Equal((onWindows, string.Empty), (text, problem));
        Assert.True(ClipboardText.TryWrite(onWindows, out byte[] sent, out problem));
        Assert.Equal((between, string.Empty), (Encoding.UTF8.GetString(sent), problem));
    }

    [Theory]
    [InlineData("a\r\nb", "a\r\nb")]
    [InlineData("a\rb", "a\r\nb")]
    [InlineData("a\r\r\nb", "a\r\n\r\nb")]
    [InlineData("a\n\rb", "a\r\n\r\nb")]
    [InlineData("counted\0", "counted")]
    [InlineData("counted\0\0\0", "counted")]
    public void TryRead_MakesOneOfWhatOthersSend(string sent, string expected)
    {
        Assert.True(ClipboardText.TryRead(Encoding.UTF8.GetBytes(sent), out string text, out _));
        Assert.Equal(expected, text);
    }

    [Theory]
    [InlineData("", "there is no text")]
    [InlineData("00", "there is no text")]
    [InlineData("610062", "the text goes on after a NUL")]
    [InlineData("6100620000", "the text goes on after a NUL")]
    [InlineData("4AFC7267", "the text is not UTF-8")]
    [InlineData("E697", "the text is not UTF-8")]
    [InlineData("C080", "the text is not UTF-8")]
    [InlineData("EDA080", "the text is not UTF-8")]
    [InlineData("F4908080", "the text is not UTF-8")]
    public void TryRead_RefusesWhatIsNoText(string hex, string why)
    {
        Assert.False(ClipboardText.TryRead(Convert.FromHexString(hex), out string text, out string problem));
        Assert.Equal((string.Empty, why), (text, problem));
    }

    [Fact]
    public void TryRead_RefusesATextThatWasCutInACharacter()
    {
        byte[] whole = "日本"u8.ToArray();
        for (int length = 1; length <= whole.Length; length++)
        {
            Assert.Equal(length % 3 == 0, ClipboardText.TryRead(whole.AsSpan(0, length), out _, out _));
        }
    }

    [Theory]
    [InlineData(ClipboardText.MaxLength - 1, true)]
    [InlineData(ClipboardText.MaxLength, true)]
    [InlineData(ClipboardText.MaxLength + 1, false)]
    public void Length_IsLimited(int length, bool fits)
    {
        byte[] feeds = new byte[length];
        feeds.AsSpan().Fill((byte)'\n');
        Assert.Equal(fits, ClipboardText.TryRead(feeds, out string text, out string problem));
        Assert.Equal(fits ? 2 * length : 0, text.Length);
        Assert.Equal(fits, problem.Length == 0);

        string lines = string.Concat(Enumerable.Repeat("\r\n", length));
        Assert.Equal(fits, ClipboardText.TryWrite(lines, out byte[] sent, out problem));
        Assert.Equal(fits ? length : 0, sent.Length);
        Assert.Equal(fits, problem.Length == 0);

        // a character of two bytes more or less
        string wide = new string('x', length - 2) + "ü";
        Assert.Equal(fits, ClipboardText.TryWrite(wide, out sent, out _));
        Assert.Equal(fits ? length : 0, sent.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("\0behind")]
    public void TryWrite_RefusesNothing(string text)
    {
        Assert.False(ClipboardText.TryWrite(text, out byte[] sent, out string problem));
        Assert.Empty(sent);
        Assert.Equal("there is no text", problem);
    }

    [Theory]
    [InlineData("text\0behind", "text")]
    [InlineData("a\rb\r", "a\nb\n")]
    public void TryWrite_SendsWhatOthersCanRead(string text, string expected)
    {
        Assert.True(ClipboardText.TryWrite(text, out byte[] sent, out _));
        Assert.Equal(expected, Encoding.UTF8.GetString(sent));
        Assert.True(ClipboardText.TryRead(sent, out _, out _));
    }

    [Fact]
    public void TryWrite_ReplacesHalfAPair()
    {
        // not a theory's value: the runner does not carry half a pair
        Assert.True(ClipboardText.TryWrite("half \uD83D pair \uDE00", out byte[] sent, out _));
        Assert.Equal("half \uFFFD pair \uFFFD", Encoding.UTF8.GetString(sent));
    }
}

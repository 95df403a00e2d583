using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

public sealed class PrintableTests
{
    [Fact]
    public void Filter_KeepsExactlyThePrintableBytesAndFiveControls()
    {
        byte[] kept = [.. Enumerable.Range(0x20, 0x5F).Select(b => (byte)b), 7, 8, 9, 10, 13];
        for (int b = 0; b < 256; b++)
        {
            byte[] bytes = [(byte)b, (byte)'x', (byte)b];
            Printable.Filter(bytes);
            byte expected = kept.Contains((byte)b) ? (byte)b : (byte)'_';
            Assert.Equal([expected, (byte)'x', expected], bytes);
        }
    }

    [Fact]
    public void Text_KeepsExactlyThePrintableBytes()
    {
        for (int b = 0; b < 256; b++)
        {
            string expected = b is >= 0x20 and <= 0x7E ? ((char)b).ToString() : "_";
            Assert.Equal(expected, Printable.Text([(byte)b]));
        }
    }

    [Fact]
    public void Text_IsCut()
    {
        Assert.Equal(new string('a', 256), Printable.Text(Bytes.Utf8(new string('a', 256))));
        Assert.Equal(new string('a', 256) + "...", Printable.Text(Bytes.Utf8(new string('a', 257))));
        Assert.Equal("", Printable.Text([]));
    }
}

using System.Globalization;
using PedOS.Tools.Engine.Signatures;
using Xunit;

namespace PedOS.Engine.Tests.Signatures;

public sealed class DerReaderTests
{
    [Theory]
    [InlineData("0400", 0)]
    [InlineData("040161", 1)]
    [InlineData("048180" + Hex128, 128)]
    public void Read_TakesLengthsInTheirShortestForm(string hex, int length) =>
        Assert.Equal(length, DerReader.ReadOnly(Convert.FromHexString(hex), 4).Length);

    [Theory]
    [InlineData("")] // nothing
    [InlineData("04")] // no length
    [InlineData("0401")] // no content
    [InlineData("04016161")] // one byte more
    [InlineData("0480610000")] // a length that is found by looking for its end
    [InlineData("04810161")] // a long form for a short length
    [InlineData("0482000161")] // zeros before the length
    [InlineData("0484000000016100")] // a length of four bytes
    [InlineData("0484ffffffff61")]
    [InlineData("0483ffffff61")] // longer than what is there
    [InlineData("048180")]
    [InlineData("1f040161")] // a tag of two bytes
    [InlineData("05016100")]
    public void Read_RefusesWhatIsNoDer(string hex) =>
        Assert.Throws<FormatException>(() => DerReader.ReadOnly(Convert.FromHexString(hex), 4));

    [Theory]
    [InlineData("06032a0304", "1.2.3.4")]
    [InlineData("0603550403", "2.5.4.3")]
    [InlineData("06092a864886f70d010702", "1.2.840.113549.1.7.2")]
    [InlineData("060a2b0601040182370c0101", "1.3.6.1.4.1.311.12.1.1")]
    [InlineData("0603883703", "2.999.3")]
    [InlineData("0600", null)]
    [InlineData("06022a80", null)] // ends in the middle of a part
    [InlineData("06032a8001", null)] // a part with a zero before it
    [InlineData("06092affffffffffffff7f", "1.2.72057594037927935")]
    [InlineData("060b2affffffffffffffffff7f", null)] // a part that is too great
    [InlineData("0641" + Hex64 + "2a", null)] // too long
    [InlineData("02012a", null)]
    public void ObjectIdentifier_IsReadOrRefused(string hex, string? expected) =>
        AssertReads(hex, expected, static e => e.ObjectIdentifier());

    [Theory]
    [InlineData("020100", "0")]
    [InlineData("02017f", "127")]
    [InlineData("02020080", "128")]
    [InlineData("02047fffffff", "2147483647")]
    [InlineData("02050080000000", null)]
    [InlineData("020180", null)] // negative
    [InlineData("02020001", null)] // a zero too many
    [InlineData("0200", null)]
    [InlineData("040101", null)]
    public void Number_IsReadOrRefused(string hex, string? expected) =>
        AssertReads(hex, expected, static e => e.Number().ToString(CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("170d3236303630313132333435365a", "2026-06-01 12:34:56Z")]
    [InlineData("170d3530303130313030303030305a", "1950-01-01 00:00:00Z")]
    [InlineData("170d3439313233313233353935395a", "2049-12-31 23:59:59Z")]
    [InlineData("180f32303530303130313030303030305a", "2050-01-01 00:00:00Z")]
    [InlineData("170d3236313330313132333435365a", null)] // month 13
    [InlineData("170d3236303232393132333435365a", null)] // 29 February of no leap year
    [InlineData("170b323630363031313233345a", null)] // no seconds
    [InlineData("1711323630363031313233343536 2b30313030", null)] // another zone
    [InlineData("180d3236303630313132333435365a", null)]
    [InlineData("040d3236303630313132333435365a", null)]
    public void Time_IsReadOrRefused(string hex, string? expected) =>
        AssertReads(
            hex.Replace(" ", "", StringComparison.Ordinal),
            expected,
            static e => e.Time().ToString("u", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("20260601123456Z", "2026-06-01 12:34:56Z")]
    [InlineData("20260601123456.1Z", "2026-06-01 12:34:56Z")]
    [InlineData("20260601123456.953Z", "2026-06-01 12:34:56Z")]
    [InlineData("20260601123456.123456789Z", "2026-06-01 12:34:56Z")]
    [InlineData("20260601123456.9", null)] // no zone
    [InlineData("20260601123456.Z", null)] // a point without digits
    [InlineData("20260601123456.", null)]
    [InlineData("20260601123456.950Z", null)] // a zero at the end
    [InlineData("20260601123456.9.5Z", null)]
    [InlineData("20260601123456.-5Z", null)]
    [InlineData("20260601123456.5+0100", null)]
    [InlineData("202606011234.5Z", null)] // parts of a minute
    [InlineData(".5Z", null)]
    [InlineData(".", null)]
    [InlineData("", null)]
    public void TimeOfStamp_IsReadOrRefused(string text, string? expected)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text);
        string hex = $"18{bytes.Length:x2}{Convert.ToHexStringLower(bytes)}";
        AssertReads(hex, expected, static e => e.TimeOfStamp().ToString("u", CultureInfo.InvariantCulture));

        // In certificates there are no parts of a second, RFC 5280 4.1.2.5.2.
        AssertReads(
            hex,
            text.Contains('.', StringComparison.Ordinal) ? null : expected,
            static e => e.Time().ToString("u", CultureInfo.InvariantCulture));
    }

    private const string Hex16 = "00112233445566778899aabbccddeeff";

    private const string Hex64 = Hex16 + Hex16 + Hex16 + Hex16;

    private const string Hex128 = Hex64 + Hex64;

    private static void AssertReads(string hex, string? expected, Func<DerElement, string> read)
    {
        byte[] bytes = Convert.FromHexString(hex);
        DerElement element = new DerReader(bytes, 0, bytes.Length).Read();
        if (expected is null)
        {
            _ = Assert.Throws<FormatException>(() => read(element));
        }
        else
        {
            Assert.Equal(expected, read(element));
        }
    }
}

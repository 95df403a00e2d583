using System.Runtime.Versioning;
using System.Text;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Settings;
using PedOS.Agents.Windows.Qrexec;
using PedOS.Protocols.Qrexec;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Agents.Tests.Settings;

/// <summary>Files that users write, in every encoding in which Windows saves them.</summary>
[SupportedOSPlatform("windows")]
public sealed class UserTextTests
{
    private const string Text = "# Günlük 記録 سجل \U00020BB7\r\nx = 'İ'\r\n";

    private static readonly UnicodeEncoding BigUtf16 = new(bigEndian: true, byteOrderMark: true);

    public static TheoryData<byte[]> Readable =>
    [
        Encoding.UTF8.GetBytes(Text),
        (byte[])[.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)],
        (byte[])[.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)],
        (byte[])[.. BigUtf16.Preamble, .. BigUtf16.GetBytes(Text)],
    ];

    public static TheoryData<byte[], string> Refused => new()
    {
        { Encoding.Latin1.GetBytes("x = 'ü'"), "ANSI" },
        { [.. Encoding.UTF8.Preamble, 0xff], "ANSI" },
        { Encoding.Unicode.GetBytes("x = 1"), "UTF-16 without a mark" },
        { BigUtf16.GetBytes("x = 1"), "UTF-16 without a mark" },
        { [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes("x")], "UTF-32" },
        { [0, 0, 0xfe, 0xff, 0, 0, 0, (byte)'x'], "UTF-32" },
        { [0xff, 0xfe, (byte)'x'], "damaged" },
        { [0xff, 0xfe, 0x00, 0xd8], "damaged" },
        { [0xfe, 0xff, 0xdc, 0x00], "damaged" },
    };

    [Theory]
    [MemberData(nameof(Readable), DisableDiscoveryEnumeration = true)]
    public void Read_KeepsTheText(byte[] content)
    {
        Assert.Equal(Text, UserText.Read(content));
        Assert.Equal(Encoding.UTF8.GetBytes(Text), UserText.ToUtf8(content));
    }

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Read_NamesTheEncodingOfWhatItRefuses(byte[] content, string encoding)
    {
        FormatException e = Assert.Throws<FormatException>(() => UserText.Read(content));
        Assert.Contains(encoding, e.Message, StringComparison.Ordinal);
        Assert.Contains("save it as UTF-8", e.Message, StringComparison.Ordinal);
        Assert.Equal(e.Message, Assert.Throws<FormatException>(() => TextSettingsFormat.Parse(content)).Message);
        Assert.Equal(e.Message, Assert.Throws<FormatException>(() => ServiceDefinition.Read(content)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("\uFEFF")]
    public void Read_TakesShortFiles(string text)
    {
        Assert.Equal(text.TrimStart('\uFEFF'), UserText.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(
            text.TrimStart('\uFEFF'),
            UserText.Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text.TrimStart('\uFEFF'))]));
    }

    [Theory]
    [MemberData(nameof(Files), DisableDiscoveryEnumeration = true)]
    public void EveryReader_TakesEveryEncoding(byte[] content)
    {
        using TestDirectory directory = new();
        string path = Path.Combine(directory.Path, "qubes.Test");
        File.WriteAllBytes(path, content);

        byte[] bytes = UserTextFile.ReadUtf8(path, 4096);

        Assert.True(ServiceSettingsReader.Read(bytes, out IReadOnlyList<string> unknown).WaitForSession);
        Assert.Empty(unknown);
        Assert.Equal("wait-for-session", ServiceDefinition.Read(content).Handler);
        Assert.Equal(
            SettingValue.OfNumber(1), new TextSettingsFormat().Read(path).Find(string.Empty, "wait-for-session"));
    }

    public static TheoryData<byte[]> Files =>
        [.. new Encoding[] { new UTF8Encoding(false), Encoding.UTF8, Encoding.Unicode, BigUtf16 }.Select(
            static e => (byte[])[.. e.Preamble, .. e.GetBytes("wait-for-session = 1\r\n")])];

    [Fact]
    public void ReadUtf8_RefusesALongFile_BeforeItsEncodingIsLookedAt()
    {
        using TestDirectory directory = new();
        string path = Path.Combine(directory.Path, "long");
        byte[] longest = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(new string('x', 99))];
        File.WriteAllBytes(path, longest);
        Assert.Equal(99, UserTextFile.ReadUtf8(path, 200).Length);
        File.WriteAllBytes(path, [.. longest, (byte)'x', 0]);
        Assert.Contains(
            "more than 200 bytes",
            Assert.Throws<FormatException>(() => UserTextFile.ReadUtf8(path, 200)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_KeepACommentInAnyEncoding_AndSayWhichATextIsNotIn()
    {
        byte[] comment = UserText.ToUtf8(Encoding.Latin1.GetBytes("# für\nwait-for-session=1\n"));
        Assert.True(ServiceSettingsReader.Read(comment, out _).WaitForSession);
        Assert.Contains(
            "ANSI",
            Assert.Throws<FormatException>(() => ServiceSettingsReader.Read(
                UserText.ToUtf8(Encoding.Latin1.GetBytes("force-user='Jürgen'")), out _)).Message,
            StringComparison.Ordinal);
    }
}

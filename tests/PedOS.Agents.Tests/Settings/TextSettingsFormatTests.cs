using System.Text;
using PedOS.Agents.Settings;
using Xunit;

namespace PedOS.Agents.Tests.Settings;

public sealed class TextSettingsFormatTests
{
    [Fact]
    public void Parse_ReadsRootAndPrograms()
    {
        SettingsTable table = Parse(
            "# comment\n; another\n\nLogLevel = 4\n LogDir=/var/log/günlük \r\n[qrexec-agent]\n"
            + "loglevel = 5\nDefaultUser = ユーザー\n[ qrexec-wrapper ]\nDefaultUser = \"1234 \"\nLogDir =\n");

        Assert.Equal(SettingValue.OfNumber(4), table.Find(string.Empty, "LogLevel"));
        Assert.Equal(SettingValue.OfText("/var/log/günlük"), table.Find(string.Empty, "LOGDIR"));
        Assert.Equal(SettingValue.OfNumber(5), table.Find("QREXEC-agent", "LogLevel"));
        Assert.Equal(SettingValue.OfText("ユーザー"), table.Find("qrexec-agent", "DefaultUser"));
        Assert.Equal(SettingValue.OfText("1234 "), table.Find("qrexec-wrapper", "DefaultUser"));
        Assert.Equal(SettingValue.OfText(string.Empty), table.Find("qrexec-wrapper", "LogDir"));
        Assert.Equal(SettingKind.None, table.Find("qrexec-wrapper", "LogLevel").Kind);
    }

    [Theory]
    [InlineData("مستخدم")]
    [InlineData("İşıl Çağlar")]
    [InlineData("Jürgen Größe")]
    [InlineData("田中 太郎")]
    [InlineData("a = b # not a comment")]
    [InlineData("\"")]
    public void Parse_KeepsTextExactly(string text) =>
        Assert.Equal(SettingValue.OfText(text), Parse($"DefaultUser = \"{text}\"\n").Find(string.Empty, "DefaultUser"));

    [Theory]
    [InlineData("0", 0u)]
    [InlineData("4294967295", uint.MaxValue)]
    [InlineData("007", 7u)]
    public void Parse_ReadsNumbers(string text, uint expected) =>
        Assert.Equal(SettingValue.OfNumber(expected), Parse($"LogLevel = {text}").Find(string.Empty, "LogLevel"));

    [Theory]
    [InlineData("-1")]
    [InlineData("0x10")]
    [InlineData("1 2")]
    [InlineData("٣")]
    public void Parse_TakesForText_WhatIsNotDecimal(string text) =>
        Assert.Equal(SettingValue.OfText(text), Parse($"LogLevel = {text}").Find(string.Empty, "LogLevel"));

    [Fact]
    public void Parse_IgnoresByteOrderMark() =>
        Assert.Equal(SettingValue.OfNumber(4), Parse("\ufeffLogLevel = 4").Find(string.Empty, "LogLevel"));

    [Theory]
    [InlineData("LogLevel", "line 1: a setting is Name = value")]
    [InlineData("\n= 4", "line 2: a setting is Name = value")]
    [InlineData("[qrexec-agent", "line 1: a section is [program]")]
    [InlineData("[]", "line 1: a section is [program]")]
    [InlineData("[a]b]", "line 1: a section is [program]")]
    [InlineData("LogLevel = 4294967296", "line 1: a number is at most 4294967295")]
    [InlineData("LogDir = \"x", "line 1: the closing \" is missing")]
    [InlineData("LogDir = \"", "line 1: the closing \" is missing")]
    [InlineData("LogLevel = 1\nLOGLEVEL = 2", "line 2: LOGLEVEL is given twice")]
    public void Parse_NamesTheLine_WhenFileIsNotValid(string content, string message) =>
        Assert.StartsWith(
            message, Assert.Throws<FormatException>(() => Parse(content)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_RefusesWhatIsNotUtf8() =>
        Assert.Throws<FormatException>(() => TextSettingsFormat.Parse([0x61, 0x3d, 0xff]));

    [Fact]
    public void Parse_RefusesTooManyValues() => Assert.Throws<FormatException>(
        () => Parse(string.Join('\n', Enumerable.Range(0, SettingsTable.MaxValues + 1).Select(i => $"n{i}=1"))));

    [Fact]
    public void Read_RefusesTooLongFile()
    {
        using TestDirectory directory = new();
        string path = directory.Join("settings.ini");
        File.WriteAllText(path, new string('#', TextSettingsFormat.MaxFileSize));
        Assert.Equal(SettingKind.None, new TextSettingsFormat().Read(path).Find(string.Empty, "x").Kind);
        File.AppendAllText(path, "#");
        Assert.Throws<FormatException>(() => new TextSettingsFormat().Read(path));
    }

    private static SettingsTable Parse(string content) => TextSettingsFormat.Parse(Encoding.UTF8.GetBytes(content));
}

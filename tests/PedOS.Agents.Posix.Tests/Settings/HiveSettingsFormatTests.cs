using System.Text;
using PedOS.Agents.Settings;
using PedOS.TestKit.Hives;
using Xunit;

namespace PedOS.Agents.Posix.Tests.Settings;

public sealed class HiveSettingsFormatTests : IDisposable
{
    private const string Agent = HiveFixture.Root + @"\qrexec-agent";

    private readonly HiveFixture _hive = HiveFixture.CreateOrSkip();

    public void Dispose() => _hive.Dispose();

    [Fact]
    public void Read_FindsNothing_WhenHiveHoldsNoSuchKey()
    {
        _hive.With(h => h.SetNumber(@"Invisible Things Lab\Something Else", "LogLevel", 5));
        Assert.Equal(SettingKind.None, _hive.Read().Find(string.Empty, "LogLevel").Kind);
        _hive.With(_ => { });
        Assert.Equal(SettingKind.None, _hive.Read().Find(string.Empty, "LogLevel").Kind);
    }

    [Fact]
    public void Read_FindsRootAndPrograms()
    {
        _hive.With(h =>
        {
            h.SetNumber(HiveFixture.Root, "LogLevel", 2);
            h.SetText(HiveFixture.Root, "LogDir", "/var/log/pedos");
            h.SetNumber(Agent, "loglevel", 4294967295);
            h.SetNumber(HiveFixture.Root + @"\qrexec-wrapper", "LogLevel", 0);
            h.Set(HiveFixture.Root, "DefaultUser", HiveValueType.ExpandText, Encoding.Unicode.GetBytes("%USERNAME%\0"));
        });
        SettingsTable table = _hive.Read();

        Assert.Equal(SettingValue.OfNumber(2), table.Find(string.Empty, "LogLevel"));
        Assert.Equal(SettingValue.OfText("/var/log/pedos"), table.Find(string.Empty, "LOGDIR"));
        Assert.Equal(SettingValue.OfNumber(uint.MaxValue), table.Find("QREXEC-AGENT", "LogLevel"));
        Assert.Equal(SettingValue.OfNumber(0), table.Find("qrexec-wrapper", "LogLevel"));
        Assert.Equal(SettingValue.OfText("%USERNAME%"), table.Find(string.Empty, "DefaultUser"));
        Assert.Equal(SettingKind.None, table.Find("qga", "LogLevel").Kind);
    }

    [Theory]
    [InlineData("Jürgen Größenwahn")]
    [InlineData("İşıl Çağlar")]
    [InlineData("田中 太郎")]
    [InlineData("مستخدم")]
    [InlineData("\U0001F600 outside the first plane")]
    [InlineData("")]
    public void Read_GivesTextExactly_AndSoDoesAnIndependentReader(string text)
    {
        _hive.With(h => h.SetText(Agent, "DefaultUser", text));
        Assert.Equal(SettingValue.OfText(text), _hive.Read().Find("qrexec-agent", "DefaultUser"));

        string hex = BitConverter.ToString(Encoding.Unicode.GetBytes(text + "\0"));
        string export = _hive.ExportOrSkip();
        Assert.Contains(@"[HKEY_LOCAL_MACHINE\SOFTWARE\" + Agent + "]", export, StringComparison.Ordinal);
        Assert.Contains(
            "\"DefaultUser\"=hex(1):" + hex.Replace('-', ','), export, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Read_GivesTextWithoutItsTerminator()
    {
        _hive.With(h =>
        {
            h.Set(Agent, "unterminated", HiveValueType.Text, Encoding.Unicode.GetBytes("abc"));
            h.Set(Agent, "after", HiveValueType.Text, Encoding.Unicode.GetBytes("abc\0def\0\0"));
            h.Set(Agent, "empty", HiveValueType.Text, []);
        });
        SettingsTable table = _hive.Read();
        Assert.Equal(SettingValue.OfText("abc"), table.Find("qrexec-agent", "unterminated"));
        Assert.Equal(SettingValue.OfText("abc"), table.Find("qrexec-agent", "after"));
        Assert.Equal(SettingValue.OfText(string.Empty), table.Find("qrexec-agent", "empty"));
    }

    [Theory]
    [InlineData(HiveValueType.Binary, 4, "a value of type 3")]
    [InlineData(HiveValueType.None, 0, "a value of type 0")]
    [InlineData(HiveValueType.Texts, 8, "a value of type 7")]
    [InlineData(HiveValueType.LongNumber, 8, "a value of type 11")]
    [InlineData(HiveValueType.Number, 3, "a REG_DWORD of 3 bytes")]
    [InlineData(HiveValueType.Number, 8, "a REG_DWORD of 8 bytes")]
    [InlineData(HiveValueType.Number, 0, "a REG_DWORD of 0 bytes")]
    [InlineData(HiveValueType.Text, 3, "a text that is not UTF-16")]
    [InlineData(HiveValueType.Text, 65538, "a value of 65538 bytes")]
    public void Read_SaysWhatItFound_WhenValueIsNoSetting(HiveValueType type, int length, string expected)
    {
        _hive.With(h => h.Set(Agent, "LogLevel", type, [.. Enumerable.Repeat((byte)1, length)]));
        Assert.Equal(SettingValue.OfOther(expected), _hive.Read().Find("qrexec-agent", "LogLevel"));
    }

    [Fact]
    public void Read_SaysSo_WhenTextHoldsHalfAPair()
    {
        _hive.With(h => h.Set(Agent, "DefaultUser", HiveValueType.Text, [0x00, 0xd8, 0x41, 0x00]));
        Assert.Equal(
            SettingValue.OfOther("a text that is not UTF-16"), _hive.Read().Find("qrexec-agent", "DefaultUser"));
    }

    [Fact]
    public void Read_RefusesTooManyValues()
    {
        _hive.With(h =>
        {
            for (int i = 0; i <= SettingsTable.MaxValues; i++)
            {
                h.SetNumber($@"{HiveFixture.Root}\program {i / 64}", $"value {i}", 1);
            }
        });
        Assert.Contains(
            "more than 4096 values", Assert.Throws<FormatException>(_hive.Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SaysThatThereIsNoFile() => Assert.Throws<FileNotFoundException>(_hive.Read);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4128)]
    [InlineData(8191)]
    public void Read_Fails_WhenHiveIsCutShort(int length)
    {
        _hive.With(h => h.SetNumber(Agent, "LogLevel", 4));
        byte[] bytes = File.ReadAllBytes(_hive.Path);
        File.WriteAllBytes(_hive.Path, bytes[..length]);
        FormatException e = Assert.Throws<FormatException>(_hive.Read);
        Assert.StartsWith("it is not a hive, or damaged (", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Fails_WhenFileIsSomethingElse()
    {
        File.WriteAllText(_hive.Path, new string('x', 10000));
        Assert.Throws<FormatException>(_hive.Read);
    }

    [Fact]
    public void Read_NeverFailsOtherwise_WhenBytesAreWrong()
    {
        _hive.With(h =>
        {
            h.SetText(Agent, "DefaultUser", "Jürgen");
            h.SetNumber(HiveFixture.Root, "LogLevel", 4);
        });
        byte[] bytes = File.ReadAllBytes(_hive.Path);
        Random random = new(20261121);
        for (int i = 0; i < 500; i++)
        {
            byte[] damaged = [.. bytes];
            int used = 5120;
            for (int n = random.Next(1, 4); n > 0; n--)
            {
                damaged[random.Next(4096, used)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(_hive.Path, damaged);
            try
            {
                _hive.Read();
            }
            catch (FormatException)
            {
                // The one failure that is allowed.
            }
        }
    }

    [Fact]
    public void Hive_IsTheSameForAnIndependentReader_WhenItIsMinimal()
    {
        File.WriteAllBytes(_hive.Path, MinimalHive.Build());
        Assert.Contains(@"[HKEY_LOCAL_MACHINE\SOFTWARE", _hive.ExportOrSkip(), StringComparison.Ordinal);
        Assert.Equal(MinimalHive.Size, new FileInfo(_hive.Path).Length);
    }
}

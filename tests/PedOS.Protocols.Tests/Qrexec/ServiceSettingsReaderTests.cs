using System.Text;
using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

public sealed class ServiceSettingsReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n\n\r\n")]
    [InlineData("# comment\n#\n#wait-for-session = 1")]
    public void Read_ReturnsTheDefaults_WhenNothingIsSet(string text) =>
        Assert.Equal(ServiceSettings.Default, Read(text));

    [Theory]
    [InlineData("wait-for-session = true", true)]
    [InlineData("wait-for-session = 1", true)]
    [InlineData("wait-for-session=1", true)]
    [InlineData("wait-for-session\t=\t true \t", true)]
    [InlineData("wait-for-session = true # why", true)]
    [InlineData("wait-for-session = true#why", true)]
    [InlineData("wait-for-session = 1\r\n", true)]
    [InlineData("# first\r\n\r\nwait-for-session = 1\r\n# last", true)]
    [InlineData("wait-for-session = false", false)]
    [InlineData("wait-for-session = 0", false)]
    public void Read_ReadsWaitForSession(string text, bool wait) =>
        Assert.Equal(new ServiceSettings { WaitForSession = wait }, Read(text));

    [Fact]
    public void Read_ReadsTheSocketSettings() => Assert.Equal(
        new ServiceSettings
        {
            SkipServiceDescriptor = true,
            ExitOnClientEof = true,
            ExitOnServiceEof = true,
            WaitForSession = true,
        },
        Read("skip-service-descriptor = true\nexit-on-client-eof=true\nexit-on-service-eof = true\n"
            + "wait-for-session = true\n"));

    [Theory]
    [InlineData("skip-service-descriptor")]
    [InlineData("exit-on-client-eof")]
    [InlineData("exit-on-service-eof")]
    public void Read_ReadsEachSocketSettingAlone(string key)
    {
        ServiceSettings settings = Read($"{key} = true");
        Assert.Equal(key == "skip-service-descriptor", settings.SkipServiceDescriptor);
        Assert.Equal(key == "exit-on-client-eof", settings.ExitOnClientEof);
        Assert.Equal(key == "exit-on-service-eof", settings.ExitOnServiceEof);
        Assert.Equal(ServiceSettings.Default, Read($"{key} = false"));
        Fails($"{key} = 1", "line 1", "true or false");
        Fails($"force-user = 'root'\n{key} = true", "force-user");
        Assert.Equal("root", Read($"force-user = 'root'\n{key} = false").ForceUser);
    }

    [Theory]
    [InlineData("force-user = 'root'", "root")]
    [InlineData("force-user='a # b' # c", "a # b")]
    [InlineData("force-user = ' a '", " a ")]
    [InlineData("force-user = 'a\"b\\n'", "a\"b\\n")]
    [InlineData("force-user = 'Jürgen Groß'", "Jürgen Groß")]
    [InlineData("force-user = 'Işıl İnce'", "Işıl İnce")]
    [InlineData("force-user = '山田'", "山田")]
    [InlineData("force-user = 'محمد'", "محمد")]
    public void Read_ReadsForceUser(string text, string user) =>
        Assert.Equal(new ServiceSettings { ForceUser = user }, Read(text));

    [Theory]
    [InlineData("wait-for-session")]
    [InlineData("wait-for-session =")]
    [InlineData("wait-for-session = ")]
    [InlineData("wait-for-session = # true")]
    [InlineData("wait-for-session: true")]
    [InlineData("wait-for-session true")]
    [InlineData("wait for-session = true")]
    [InlineData("wait-for-session == true")]
    [InlineData("wait-for-session = 2")]
    [InlineData("wait-for-session = 01")]
    [InlineData("wait-for-session = 00")]
    [InlineData("wait-for-session = 1x")]
    [InlineData("wait-for-session = 1 1")]
    [InlineData("wait-for-session = +1")]
    [InlineData("wait-for-session = -0")]
    [InlineData("wait-for-session = 0x1")]
    [InlineData("wait-for-session = 1.0")]
    [InlineData("wait-for-session = 1_0")]
    [InlineData("wait-for-session = ١")]
    [InlineData("wait-for-session = 18446744073709551616")]
    [InlineData("wait-for-session = 99999999999999999999999999")]
    [InlineData("wait-for-session = True")]
    [InlineData("wait-for-session = TRUE")]
    [InlineData("wait-for-session = yes")]
    [InlineData("wait-for-session = truely")]
    [InlineData("wait-for-session = tru")]
    [InlineData("wait-for-session = t")]
    [InlineData("wait-for-session = falsee")]
    [InlineData("wait-for-session = 'true'")]
    [InlineData("wait-for-session = \"true\"")]
    [InlineData("wait-for-session = true true")]
    [InlineData("wait-for-session = [true]")]
    [InlineData(" wait-for-session = true")]
    [InlineData("\twait-for-session = true")]
    [InlineData(" ")]
    [InlineData("\t\t")]
    [InlineData(" # comment")]
    [InlineData("= true")]
    [InlineData("1wait = true")]
    [InlineData("-wait = true")]
    [InlineData("'wait' = true")]
    [InlineData("ärger = true")]
    [InlineData("wärme = true")]
    [InlineData("waıt-for-session: 1")]
    [InlineData("\uFEFFwait-for-session = true")]
    [InlineData("[section]")]
    [InlineData("wait-for-session = true\r")]
    [InlineData("wait-for-session = true\rx")]
    [InlineData("wait-for-session = true\r\r\n")]
    [InlineData("wait-for-session = true\f")]
    [InlineData("force-user = root")]
    [InlineData("force-user = \"root\"")]
    [InlineData("force-user = ''")]
    [InlineData("force-user = '''root'''")]
    [InlineData("force-user = 'root")]
    [InlineData("force-user = '")]
    [InlineData("force-user = 'root'x")]
    [InlineData("force-user = 'a' 'b'")]
    [InlineData("force-user = 'a\nb'")]
    [InlineData("force-user = 1")]
    [InlineData("force-user = true")]
    [InlineData("unknown = \"text\"")]
    [InlineData("unknown = 1.5")]
    [InlineData("unknown")]
    public void Read_NamesTheLine_WhenInvalid(string line)
    {
        Fails(line, "line 1: ");
        Fails("# one\r\nexit-on-client-eof = false\n" + line, "line 3: ");
    }

    [Fact]
    public void Read_SaysWhatIsNotSupported()
    {
        Fails("[service]", "line 1", "sections");
        Fails("force-user = '''root'''", "line 1", "triple-quoted");
    }

    [Fact]
    public void Read_Throws_WhenAKeyIsGivenTwice()
    {
        Fails("wait-for-session = 1\nwait-for-session = 1", "line 2", "twice");
        Fails("force-user = 'a'\n\nforce-user = 'a'", "line 3", "twice");
    }

    [Fact]
    public void Read_TakesKeysOrdinally()
    {
        // None of these is wait-for-session or force-user, whatever a culture thinks of I and i.
        ServiceSettingsReader.Read(
            "Wait-For-Session = true\nWAIT-FOR-SESSION = true\nEXIT-ON-CLIENT-EOF = true\nforce.user = 1\n"u8,
            out IReadOnlyList<string> unknown);
        Assert.Equal(["Wait-For-Session", "WAIT-FOR-SESSION", "EXIT-ON-CLIENT-EOF", "force.user"], unknown);
    }

    [Fact]
    public void Read_ReportsUnknownKeysAndGoesOn()
    {
        ServiceSettings settings = ServiceSettingsReader.Read(
            "future_key.1 = 'x'\nwait-for-session = 1\nZ = 18446744073709551615\nZ = 0"u8,
            out IReadOnlyList<string> unknown);
        Assert.True(settings.WaitForSession);
        Assert.Equal(["future_key.1", "Z", "Z"], unknown);
    }

    [Fact]
    public void Read_Throws_WhenThereIsANul()
    {
        Fails("wait-for-session = true\n\0", "NUL");
        Fails("# a\0b\n", "NUL");
        Fails("force-user = 'a\0'", "NUL");
    }

    [Fact]
    public void Read_TakesCommentsInAnyEncodingButTextsOnlyInUtf8()
    {
        ServiceSettings settings = ServiceSettingsReader.Read(
            Encoding.Latin1.GetBytes("# für später\nwait-for-session = true # schön"), out _);
        Assert.True(settings.WaitForSession);
        FormatException error = Assert.Throws<FormatException>(
            () => ServiceSettingsReader.Read(Encoding.Latin1.GetBytes("force-user = 'Jürgen'"), out _));
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LimitsTheFile()
    {
        byte[] comment = Bytes.Utf8("#" + new string('x', ServiceSettingsReader.MaxFileSize - 1));
        Assert.Equal(ServiceSettings.Default, ServiceSettingsReader.Read(comment, out _));
        Assert.Throws<FormatException>(() => ServiceSettingsReader.Read([.. comment, 10], out _));
    }

    private static ServiceSettings Read(string text)
    {
        ServiceSettings settings = ServiceSettingsReader.Read(Bytes.Utf8(text), out IReadOnlyList<string> unknown);
        Assert.Empty(unknown);
        return settings;
    }

    private static void Fails(string text, params string[] parts)
    {
        FormatException error =
            Assert.Throws<FormatException>(() => ServiceSettingsReader.Read(Bytes.Utf8(text), out _));
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}

using System.Text;
using PedOS.Tools.Engine.Diagnostics;
using Xunit;

namespace PedOS.Engine.Tests.Diagnostics;

public sealed class RedactorTests
{
    private readonly Redactor _redactor = new(
        ["Jürgen Groß", "Işık", "田中 太郎", "王", "سارة", "al", ""], ["DESKTOP-7Q2", ""]);

    [Theory]
    [InlineData("Jürgen Groß logs on", "<user> logs on")]
    [InlineData("JÜRGEN GROSS logs on", "<user> logs on")]
    [InlineData("for IŞIK, ışık and İŞİK", "for <user>, <user> and <user>")]
    [InlineData("田中 太郎さん", "<user>さん")]
    [InlineData("王さん", "<user>さん")]
    [InlineData("وسارة هنا", "و<user> هنا")]
    [InlineData("al is not in always", "<user> is not in always")]
    [InlineData("desktop-7q2 restarts", "<machine> restarts")]
    [InlineData(@"file C:\Users\Max Müller\x.txt", @"file C:\Users\<user>\x.txt")]
    [InlineData("file /home/max/x", "file /home/<user>/x")]
    [InlineData(@"user ""Max Müller"" is logged on", "user <user> is logged on")]
    [InlineData("profile S-1-5-21-1-2-3-1001", "profile <user>")]
    [InlineData("profile S-1-12-1-11-22-33-44", "profile <user>")]
    [InlineData("well known S-1-5-18", "well known S-1-5-18")]
    [InlineData("write to max.müller+x@firma-münchen.de now", "write to <mail> now")]
    [InlineData("at 10.137.0.5/32, 192.168.1.254.", "at <address>/32, <address>.")]
    [InlineData("at fd09:24ef:4179::a89:5 and ::1", "at <address> and <address>")]
    [InlineData("at 2001:0db8:0000:0000:0000:ff00:0042:8329", "at <address>")]
    [InlineData("mac 00:16:3e:5e:6c:00 or 00-16-3E-5E-6C-00", "mac <address> or <address>")]
    [InlineData("at 12:34:56 and 1.2.3", "at 12:34:56 and 1.2.3")]
    [InlineData("password = \"two words\"", "password = <key>")]
    [InlineData("Authorization: Bearer abc.def", "Authorization: Bearer <key>")]
    [InlineData("0123456789abcdef0123456789abcdef01234567", "<key>")]
    [InlineData("my.Backup+everything", "my.Backup+<argument>")]
    public void Redact_TakesOutWhatIsPrivate(string line, string expected) =>
        Assert.Equal(expected, _redactor.Redact(line));

    [Fact]
    public void Redact_KnowsLettersInParts() =>
        Assert.Equal("<user>!", _redactor.Redact("Jürgen Groß!".Normalize(NormalizationForm.FormD)));

    [Fact]
    public void Redact_TakesHalfOfASurrogatePair() => Assert.Equal("\ud800 <user>", _redactor.Redact("\ud800 سارة"));
}

using System.Diagnostics;
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
    [InlineData("at 10.0.17763.1 and 6.3.9600.16384", "at 10.0.17763.1 and 6.3.9600.16384")]
    [InlineData("xenbus version 9.1.0.2 runs", "xenbus version 9.1.0.2 runs")]
    [InlineData("Version=9.1.0.2; DriverVersion: '9.1.0.3'", "Version=9.1.0.2; DriverVersion: '9.1.0.3'")]
    [InlineData("{\"FileVersion\": \"4.2.0.1\"}", "{\"FileVersion\": \"4.2.0.1\"}")]
    [InlineData("DriverVer = 11/22/2026,9.1.0.2", "DriverVer = 11/22/2026,9.1.0.2")]
    [InlineData(@"driver C:\x\xenbus.inf = 9.1.0.2 [XenBase]", @"driver C:\x\xenbus.inf = 9.1.0.2 [XenBase]")]
    [InlineData("build 1.2.3.4, v4.2.2.0 and ver. 1.2.3.4", "build 1.2.3.4, v4.2.2.0 and ver. <address>")]
    [InlineData("the version is 1.0.0.2", "the version is 1.0.0.2")]
    [InlineData("256.1.1.1 and 1.1.1.999 are none", "256.1.1.1 and 1.1.1.999 are none")]
    [InlineData("version 9.1.0.2 at 10.137.0.5", "version 9.1.0.2 at <address>")]
    [InlineData("version 9.1.0.2 to 10.137.0.5", "version 9.1.0.2 to <address>")]
    [InlineData("version 9.1.0.2, 10.137.0.5", "version 9.1.0.2, <address>")]
    [InlineData("version of 10.137.0.5", "version of <address>")]
    [InlineData("IPVersion=10.137.0.5", "IPVersion=<address>")]
    [InlineData("conversions 10.137.0.5:8080", "conversions <address>:8080")]
    [InlineData("inf 9.1.0.2, ping.exe 10.137.0.5", "inf <address>, ping.exe <address>")]
    [InlineData("ip=9.1.0.2 gateway=255.255.255.255", "ip=<address> gateway=<address>")]
    [InlineData("dev10.137.0.5 of 010.001.000.005", "dev<address> of <address>")]
    [InlineData("10.137.0.5.443 > 10.137.0.6.53210: S", "<address> > <address>: S")]
    [InlineData("from ::ffff:10.137.0.5", "from <address><address>")]
    [InlineData("5.0.137.10.in-addr.arpa", "<address>.in-addr.arpa")]
    [InlineData("at ١٠.١٣٧.٠.٥ too", "at <address> too")]
    [InlineData("a.b.Backup+x and 1.5+2", "a.b.Backup+<argument> and 1.5+2")]
    [InlineData("password = \"two words\"", "password = <key>")]
    [InlineData("Authorization: Bearer abc.def", "Authorization: Bearer <key>")]
    [InlineData("0123456789abcdef0123456789abcdef01234567", "<key>")]
    [InlineData("my.Backup+everything", "my.Backup+<argument>")]
    [InlineData("a ⟦curl -u bob:Hunter22⟧ b ⟦x⟧", "a <command> b <command>")]
    [InlineData("a ⟦curl -u bob:Hunt...", "a <command>")]
    [InlineData(
        "⟦x⟧ cannot be started for the user \"日本 太郎\": no",
        "<command> cannot be started for the user <user>: no")]
    [InlineData("call 1 at 0:513: process 7 runs ⟦x.exe⟧", "call 1 at 0:513: process 7 runs <command>")]
    [InlineData(
        "call 1 at 0:513: process 7 was started for ⟦x⟧",
        "call 1 at 0:513: process 7 was started for <command>")]
    [InlineData("call 1 at 0:513: command ⟦x -p y⟧", "call 1 at 0:513: command <command>")]
    [InlineData("call 1 at 0:513: exit code 0", "call 1 at 0:513: exit code 0")]
    [InlineData(
        "call 1 at 0:513: exit code -1073741568, 255 is sent",
        "call 1 at 0:513: exit code -1073741568, 255 is sent")]
    [InlineData("call 1 at 0:513: the caller left", "call 1 at 0:513: the caller left")]
    [InlineData("call 1 at 0:513: connected to 10.137.0.5 80", "call 1 at 0:513: connected to <address> 80")]
    [InlineData(
        "call 1 at 0:513 fails with 127: ⟦x.exe⟧ cannot be started",
        "call 1 at 0:513 fails with 127: <command> cannot be started")]
    [InlineData("call 1 at 0:513: started.exe Hunter22", "call 1 at 0:513: <command>")]
    [InlineData("call 1 at 0:513: exit code 0 Hunter22", "call 1 at 0:513: <command>")]
    [InlineData("call 1 at 0:513: process 7 runs x Hunter22", "call 1 at 0:513: <command>")]
    [InlineData(
        "last message repeated 3 times: call 1 at 0:513: x",
        "last message repeated 3 times: call 1 at 0:513: <command>")]
    [InlineData(
        "process 7 asks for MyService to dom0, argument ⟦x⟧",
        "process 7 asks for MyService to dom0, argument <command>")]
    public void Redact_TakesOutWhatIsPrivate(string line, string expected) =>
        Assert.Equal(expected, _redactor.Redact(line));

    [Fact]
    public void Redact_KnowsLettersInParts() =>
        Assert.Equal("<user>!", _redactor.Redact("Jürgen Groß!".Normalize(NormalizationForm.FormD)));

    [Fact]
    public void Redact_TakesHalfOfASurrogatePair() => Assert.Equal("\ud800 <user>", _redactor.Redact("\ud800 سارة"));

    [Theory]
    [InlineData("a")]
    [InlineData("a.")]
    [InlineData("a-")]
    [InlineData("a.b+")]
    [InlineData("1.")]
    [InlineData("10.137.0.5.")]
    [InlineData("@a")]
    [InlineData("version ")]
    [InlineData("-----BEGIN A")]
    [InlineData(":")]
    [InlineData("key =")]
    public void Redact_IsQuick_WhateverTheLineIs(string part)
    {
        string line = string.Concat(Enumerable.Repeat(part, 32768 / part.Length)) + "\u00e9!";
        Stopwatch watch = Stopwatch.StartNew();

        Assert.NotEqual("<a line that could not be judged>", _redactor.Redact(line));

        // Tens of milliseconds; what grows with the square of the length takes many seconds.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }
}

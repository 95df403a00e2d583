using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

public sealed class QrexecCommandTests
{
    [Theory]
    [InlineData("user:echo hello", "user", false, "echo hello")]
    [InlineData("user:", "user", false, "")]
    [InlineData("user:a:b:nogui:c", "user", false, "a:b:nogui:c")]
    [InlineData("user:nogui:echo", "user", true, "echo")]
    [InlineData("user:nogui:", "user", true, "")]
    [InlineData("user:nogui:nogui:x", "user", true, "nogui:x")]
    [InlineData("user:nogui", "user", false, "nogui")]
    [InlineData("user:NOGUI:x", "user", false, "NOGUI:x")]
    [InlineData("user:noguı:x", "user", false, "noguı:x")]
    [InlineData("user: nogui:x", "user", false, " nogui:x")]
    [InlineData("user:QUBESRP", "user", false, "QUBESRP")]
    [InlineData("user:qubesrpc a b", "user", false, "qubesrpc a b")]
    [InlineData("user: QUBESRPC a b", "user", false, " QUBESRPC a b")]
    [InlineData("DOMAIN\\Jürgen Groß:dir", "DOMAIN\\Jürgen Groß", false, "dir")]
    [InlineData("Işıl İnce:dir", "Işıl İnce", false, "dir")]
    [InlineData("山田太郎:dir", "山田太郎", false, "dir")]
    [InlineData("محمد:dir", "محمد", false, "dir")]
    [InlineData("Ju\u0308rgen:dir", "Ju\u0308rgen", false, "dir")]
    [InlineData("\uFEFFuser:dir", "\uFEFFuser", false, "dir")]
    public void TryParse_ReadsShellCommands(string command, string user, bool noGui, string text)
    {
        QrexecCommand? parsed = QrexecCommand.TryParse(Bytes.Utf8(command), out string problem);
        Assert.Equal(new QrexecCommand(user, noGui, text, null), parsed);
        Assert.Empty(problem);
    }

    [Theory]
    [InlineData("", "colon")]
    [InlineData("user", "colon")]
    [InlineData(":echo", "empty user")]
    [InlineData(":", "empty user")]
    [InlineData("a\0b:echo", "NUL")]
    [InlineData("user:echo\0", "NUL")]
    [InlineData("user:QUBESRPC", "space")]
    [InlineData("user:QUBESRPCX a b", "space")]
    [InlineData("user:QUBESRPC\ta b", "space")]
    [InlineData("user:QUBESRPC+ a b", "space")]
    [InlineData("user:nogui:QUBESRPC", "space")]
    [InlineData("user:QUBESRPC ", "no space")]
    [InlineData("user:QUBESRPC a", "no space")]
    [InlineData("user:QUBESRPC a\tb", "no space")]
    [InlineData("user:QUBESRPC  a b", "descriptor is empty")]
    [InlineData("user:QUBESRPC a ", "source")]
    [InlineData("user:QUBESRPC a  b", "source")]
    [InlineData("user:QUBESRPC + b", "name is empty")]
    [InlineData("user:QUBESRPC +x b", "name is empty")]
    public void TryParse_SaysWhy_WhenMalformed(string command, string reason)
    {
        Assert.Null(QrexecCommand.TryParse(Bytes.Utf8(command), out string problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("753aff")]
    [InlineData("ff3a78")]
    [InlineData("753ac0af")]
    [InlineData("753aeda080")]
    [InlineData("753ae697")]
    [InlineData("753af5808080")]
    public void TryParse_SaysWhy_WhenItIsNotUtf8(string hex)
    {
        Assert.Null(QrexecCommand.TryParse(Bytes.Hex(hex), out string problem));
        Assert.Contains("UTF-8", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.B s", "a.B", "a.B", null, "s", null, null, true, "a.B+")]
    [InlineData("a.B+ s", "a.B+", "a.B", "", "s", null, null, true, "a.B+")]
    [InlineData("a.B+x+y s", "a.B+x+y", "a.B", "x+y", "s", null, null, true, "a.B+x+y")]
    [InlineData("a.B++ s", "a.B++", "a.B", "+", "s", null, null, true, "a.B++")]
    [InlineData("a s name t", "a", "a", null, "s", "name", "t", true, "a+")]
    [InlineData("a s keyword dispvm", "a", "a", null, "s", "keyword", "dispvm", true, "a+")]
    [InlineData("a s Name t", "a", "a", null, "s", "Name", "t", true, "a+")]
    [InlineData("a s name", "a", "a", null, "s", null, null, false, "a+")]
    [InlineData("a s name t u", "a", "a", null, "s", null, null, false, "a+")]
    [InlineData("a s ", "a", "a", null, "s", null, null, true, "a+")]
    [InlineData("a s  name   t ", "a", "a", null, "s", "name", "t", true, "a+")]
    [InlineData("ı.İ+ğ Büro", "ı.İ+ğ", "ı.İ", "ğ", "Büro", null, null, true, "ı.İ+ğ")]
    [InlineData("日本+語 مصدر", "日本+語", "日本", "語", "مصدر", null, null, true, "日本+語")]
    public void TryParse_ReadsServiceCalls(
        string text,
        string fullName,
        string name,
        string? argument,
        string source,
        string? type,
        string? target,
        bool runnable,
        string descriptor)
    {
        ServiceCall expected = new(fullName, name, argument, source, type, target, runnable);
        QrexecCommand? parsed = QrexecCommand.TryParse(Bytes.Utf8($"u:nogui:QUBESRPC {text}"), out string problem);
        Assert.Equal(new QrexecCommand("u", true, text, expected), parsed);
        Assert.Equal(descriptor, expected.Descriptor);
        Assert.Empty(problem);
    }

    [Theory]
    [InlineData(255, 0, true)]
    [InlineData(256, 0, false)]
    [InlineData(1, 64998, true)]
    [InlineData(1, 64999, false)]
    [InlineData(255, 64744, true)]
    [InlineData(255, 64745, false)]
    public void TryParse_LimitsNameAndDescriptor(int name, int argument, bool accepted)
    {
        string descriptor = new string('n', name) + '+' + new string('a', argument);
        QrexecCommand? parsed = QrexecCommand.TryParse(Bytes.Utf8($"u:QUBESRPC {descriptor} s"), out string problem);
        Assert.Equal(accepted, parsed is not null);
        Assert.Equal(accepted, problem.Length == 0);
        Assert.Equal(accepted ? descriptor : null, parsed?.Service?.Descriptor);
    }

    [Fact]
    public void TryParse_CountsBytesNotCharacters()
    {
        Assert.NotNull(ServiceCall.TryParse(new string('ü', 127) + "x s", out _));
        Assert.Null(ServiceCall.TryParse(new string('ü', 128) + " s", out string problem));
        Assert.Contains("255", problem, StringComparison.Ordinal);
        Assert.Null(ServiceCall.TryParse("n+" + new string('ü', 32500) + " s", out problem));
        Assert.Contains("65000", problem, StringComparison.Ordinal);
    }
}

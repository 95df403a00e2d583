using PedOS.Agents.Qrexec;
using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Agents.Tests.Qrexec;

public sealed class ServiceEnvironmentTests
{
    [Fact]
    public void For_SetsArgument_OnlyWhenThereIsAPlus()
    {
        Assert.Equal("arg+more", Variables("qubes.Test+arg+more work")["QREXEC_SERVICE_ARGUMENT"]);
        Assert.Equal(string.Empty, Variables("qubes.Test+ work")["QREXEC_SERVICE_ARGUMENT"]);
        Assert.DoesNotContain("QREXEC_SERVICE_ARGUMENT", Variables("qubes.Test work").Keys);
    }

    [Fact]
    public void For_SetsExactlyTheVariablesOfTheCall_WhenTargetIsAName()
    {
        Assert.Equal(
            [
                "QREXEC_REMOTE_DOMAIN=Müller", "QREXEC_REQUESTED_TARGET=çöp", "QREXEC_REQUESTED_TARGET_TYPE=name",
                "QREXEC_SERVICE_FULL_NAME=qubes.Test",
            ],
            Variables("qubes.Test Müller name çöp").Select(v => $"{v.Key}={v.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void For_SetsKeyword_WhenTargetIsAKeyword()
    {
        Dictionary<string, string> variables = Variables("qubes.Test+ 日本 keyword adminvm");
        Assert.Equal("adminvm", variables["QREXEC_REQUESTED_TARGET_KEYWORD"]);
        Assert.Equal("keyword", variables["QREXEC_REQUESTED_TARGET_TYPE"]);
        Assert.DoesNotContain("QREXEC_REQUESTED_TARGET", variables.Keys);
    }

    [Fact]
    public void For_SetsEmptyType_WhenThereIsNoTarget() =>
        Assert.Equal(string.Empty, Variables("qubes.Test work")["QREXEC_REQUESTED_TARGET_TYPE"]);

    [Fact]
    public void For_PassesServicePathOn_OnlyWhenSet()
    {
        ServiceCall call = ServiceCall.TryParse("qubes.Test work", out _)!;
        Assert.Contains(ServiceEnvironment.For(call, "/x"), v => v is { Key: "QREXEC_SERVICE_PATH", Value: "/x" });
        Assert.DoesNotContain(ServiceEnvironment.For(call, null), v => v.Key == "QREXEC_SERVICE_PATH");
    }

    [Fact]
    public void ForHelper_SetsRemoteDomainAlone() =>
        Assert.Equal([new("QREXEC_REMOTE_DOMAIN", "work")], ServiceEnvironment.ForHelper("work", null));

    [Fact]
    public void Compose_RemovesInheritedVariablesOfQrexec_AndKeepsTheOthers()
    {
        KeyValuePair<string, string>[] inherited =
        [
            new("PATH", "/bin"),
            new("QREXEC_REMOTE_DOMAIN", "last caller"),
            new("QREXECX", "1"),
            new("qrexec_low", "1"),
        ];
        Dictionary<string, string> linux = ServiceEnvironment.Compose(
            inherited, [new("QREXEC_SERVICE_FULL_NAME", "a")], 42, StringComparer.Ordinal);
        Assert.Equal(
            ["PATH", "QREXEC_AGENT_PID", "QREXEC_SERVICE_FULL_NAME", "qrexec_low"],
            linux.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("42", linux["QREXEC_AGENT_PID"]);

        Dictionary<string, string> windows = ServiceEnvironment.Compose(
            inherited, [new("path", "C:\\")], 42, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(["PATH", "QREXEC_AGENT_PID"], windows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("C:\\", windows["PATH"]);
    }

    private static Dictionary<string, string> Variables(string words) =>
        new(ServiceEnvironment.For(ServiceCall.TryParse(words, out _)!, null));
}

using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

public sealed class ControlWriterTests
{
    private static readonly RequestIdent Ident = new("REQ-1");

    [Fact]
    public void ConnectionTerminated_WritesDomainAndPort() => Assert.Equal(
        Bytes.Hex("11020000 08000000 2a000000 01020000"),
        ControlWriter.ConnectionTerminated(new ChannelAddress(42, 513)));

    [Fact]
    public void ConnectionTerminated_TakesPortsAbove768() => Assert.Equal(
        Bytes.Hex("11020000 08000000 2b000000 00040000"),
        ControlWriter.ConnectionTerminated(new ChannelAddress(43, 1024)));

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(0u, 512u)]
    [InlineData(0u, 65536u)]
    [InlineData(0x7FF0u, 513u)]
    [InlineData(0u, 0xFFFFFFFFu)]
    public void ConnectionTerminated_Throws_WhenNoCallCanBeThere(uint domain, uint port) =>
        Assert.Throws<ArgumentException>(() => ControlWriter.ConnectionTerminated(new ChannelAddress(domain, port)));

    [Fact]
    public void Trigger_WritesVersion2() => Assert.Equal(
        Bytes.Frame(0x210, Bytes.Field("test.Svc+arg", 64), Bytes.Field("testvm", 32), Bytes.Field("REQ-1", 32)),
        ControlWriter.Trigger(2, TriggerRequest.Create("", "testvm", "test.Svc+arg"), Ident));

    [Fact]
    public void Trigger_WritesVersion3() => Assert.Equal(
        Bytes.Frame(0x212, Bytes.Field("testvm", 64), Bytes.Field("REQ-1", 32), Bytes.Utf8("test.Svc+arg\0")),
        ControlWriter.Trigger(3, TriggerRequest.Create("", "testvm", "test.Svc+arg"), Ident));

    [Fact]
    public void Trigger_WritesVersion4() => Assert.Equal(
        Bytes.Frame(
            0x213,
            Bytes.Field("work", 64),
            Bytes.Field("@default", 64),
            Bytes.Field("REQ-1", 32),
            Bytes.Utf8("test.Svc+arg\0")),
        ControlWriter.Trigger(4, TriggerRequest.Create("work", "$default", "test.Svc+arg"), Ident));

    [Fact]
    public void Trigger_ReturnsNull_WhenVersion2CannotHoldTheNames()
    {
        Assert.NotNull(ControlWriter.Trigger(2, Request(service: 63, target: 31), Ident));
        Assert.Null(ControlWriter.Trigger(2, Request(service: 64, target: 31), Ident));
        Assert.Null(ControlWriter.Trigger(2, Request(service: 63, target: 32), Ident));
        Assert.NotNull(ControlWriter.Trigger(3, Request(service: 64, target: 63), Ident));
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(3u)]
    public void Trigger_ReturnsNull_WhenTheVersionHasNoSource(uint version) =>
        Assert.Null(ControlWriter.Trigger(version, TriggerRequest.Create("work", "x", "s"), Ident));

    [Theory]
    [InlineData(3u, 97, 65096)]
    [InlineData(4u, 161, 65160)]
    public void Trigger_StaysInTheLengthsTheDaemonAccepts(uint version, int shortest, int longest)
    {
        byte[] small = ControlWriter.Trigger(version, Request(service: 1, target: 0), Ident)!;
        byte[] big = ControlWriter.Trigger(version, Request(service: 64999, target: 63), Ident)!;
        Assert.Equal(shortest + 1, small.Length - 8);
        Assert.Equal(longest, big.Length - 8);
        Assert.Equal(0, big[^1]);
        Assert.NotEqual(0, big[^2]);
    }

    private static TriggerRequest Request(int service, int target) =>
        TriggerRequest.Create("", new string('t', target), new string('s', service));
}

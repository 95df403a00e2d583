using System.Net;
using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

public sealed class TcpServiceAddressTests
{
    [Theory]
    [InlineData("/dev/tcp", true)]
    [InlineData("/dev/tcp/", true)]
    [InlineData("/dev/tcp/127.0.0.1", true)]
    [InlineData("/dev/tcp/127.0.0.1/80", true)]
    [InlineData("/dev/tcpx", false)]
    [InlineData("/dev/tc", false)]
    [InlineData("/DEV/TCP", false)]
    [InlineData("/dev/TCP/127.0.0.1", false)]
    [InlineData("x/dev/tcp", false)]
    [InlineData("", false)]
    public void IsTcp_LooksAtThePrefixOrdinally(string definition, bool isTcp) =>
        Assert.Equal(isTcp, TcpServiceAddress.IsTcp(definition));

    [Theory]
    [InlineData("/dev/tcp/127.0.0.1/80", null, "127.0.0.1:80")]
    [InlineData("/dev/tcp/127.0.0.1/80", "", "127.0.0.1:80")]
    [InlineData("/dev/tcp/::1/65535", null, "[::1]:65535")]
    [InlineData("/dev/tcp/127.0.0.1", "8080", "127.0.0.1:8080")]
    [InlineData("/dev/tcp/fe80::1", "1", "[fe80::1]:1")]
    [InlineData("/dev/tcp/fe80::1%3", "22", "[fe80::1%3]:22")]
    [InlineData("/dev/tcp", "127.0.0.1+443", "127.0.0.1:443")]
    [InlineData("/dev/tcp", "++1+443", "[::1]:443")]
    [InlineData("/dev/tcp", "fe80++1+443", "[fe80::1]:443")]
    [InlineData("/dev/tcp", "+++65535", "[::]:65535")]
    [InlineData("/dev/tcp", "2001+db8+0+0+0+0+0+1+443", "[2001:db8::1]:443")]
    [InlineData("/dev/tcp", "FE80++ABcd+443", "[fe80::abcd]:443")]
    [InlineData("/dev/tcp", "++ffff+1.2.3.4+443", "[::ffff:1.2.3.4]:443")]
    [InlineData("/dev/tcp", "0.0.0.0+9", "0.0.0.0:9")]
    [InlineData("/dev/tcp/::1.2.3.4%5/1", null, "[::1.2.3.4%5]:1")]
    public void TryResolve_FindsTheAddress(string definition, string? argument, string address)
    {
        Assert.Equal(IPEndPoint.Parse(address), TcpServiceAddress.TryResolve(definition, argument, out string problem));
        Assert.Empty(problem);
    }

    [Theory]
    [InlineData("/dev/tcp/127.0.0.1/80", "x", "no argument")]
    [InlineData("/dev/tcp/127.0.0.1/80", "80", "no argument")]
    [InlineData("/dev/tcp/127.0.0.1", null, "argument")]
    [InlineData("/dev/tcp/127.0.0.1", "", "argument")]
    [InlineData("/dev/tcp", null, "argument")]
    [InlineData("/dev/tcp", "", "argument")]
    [InlineData("/dev/tcp", "80", "HOST+PORT")]
    [InlineData("/dev/tcp", "127.0.0.1", "HOST+PORT")]
    [InlineData("/dev/tcp", "a_b+80", "underscore")]
    [InlineData("/dev/tcp", "_+80", "underscore")]
    [InlineData("/dev/tcp", "127.0.0.1+8_0", "port")]
    [InlineData("/dev/tcp", "127.0.0.1+", "port")]
    [InlineData("/dev/tcp", "+", "port")]
    [InlineData("/dev/tcp", "+80", "host")]
    [InlineData("/dev/tcp/", "80", "host")]
    [InlineData("/dev/tcp//80", null, "host")]
    public void TryResolve_SaysWhy_WhenSomethingIsMissing(string definition, string? argument, string reason)
    {
        Assert.Null(TcpServiceAddress.TryResolve(definition, argument, out string problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("080")]
    [InlineData("65536")]
    [InlineData("99999")]
    [InlineData("100000")]
    [InlineData("4294967376")]
    [InlineData("-80")]
    [InlineData("+80")]
    [InlineData(" 80")]
    [InlineData("80 ")]
    [InlineData("0x50")]
    [InlineData("http")]
    [InlineData("80\0")]
    [InlineData("٨٠")]
    [InlineData("８０")]
    [InlineData("80/")]
    [InlineData("80/x")]
    [InlineData("8 0")]
    [InlineData("1e3")]
    public void TryResolve_SaysWhy_WhenThePortIsNotOne(string port)
    {
        Assert.Null(TcpServiceAddress.TryResolve($"/dev/tcp/127.0.0.1/{port}", null, out string fromDefinition));
        Assert.Null(TcpServiceAddress.TryResolve("/dev/tcp/127.0.0.1", port, out string fromArgument));
        Assert.Contains("port", fromDefinition, StringComparison.Ordinal);
        Assert.Contains("port", fromArgument, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("example.org")]
    [InlineData("1")]
    [InlineData("127.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.0.0.01")]
    [InlineData("127.0.0.256")]
    [InlineData("2130706433")]
    [InlineData("[::1]")]
    [InlineData("::1%")]
    [InlineData("::1%lo")]
    [InlineData("::1%no-such-interface")]
    [InlineData("::1%0")]
    [InlineData("::1%03")]
    [InlineData("::1%4294967296")]
    [InlineData("::1%3%3")]
    [InlineData("1:2:3:4:5:6:1.2.3.04")]
    [InlineData("::1.2.3.04%3")]
    [InlineData("::ffff:1.2.3")]
    [InlineData("::1%3\0")]
    [InlineData("127.0.0.1\0")]
    [InlineData("::1\0")]
    [InlineData(" 127.0.0.1")]
    [InlineData("127.0.0.1 ")]
    [InlineData("::1 ")]
    [InlineData("1::2::3")]
    [InlineData("١٢٧.0.0.1")]
    [InlineData("bücher.example")]
    public void TryResolve_SaysWhy_WhenTheHostIsNotANumber(string host)
    {
        Assert.Null(TcpServiceAddress.TryResolve($"/dev/tcp/{host}/80", null, out string problem));
        Assert.Contains("host", problem, StringComparison.Ordinal);
    }
}

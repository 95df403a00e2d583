using System.Net.Sockets;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;
using Xunit;

namespace PedOS.Peer.Tests.Vectors;

/// <summary>
/// The recorded other side drives our programs; what they answer must be what the original's programs answered.
/// </summary>
public sealed class ReplayTests : PeerTest
{
    private const int HelloSize = 12;

    [Theory]
    [InlineData("exec-legacy")]
    [InlineData("just-exec")]
    [InlineData("rpc-echo-stdin")]
    [InlineData("rpc-env")]
    [InlineData("rpc-not-found")]
    [InlineData("rpc-stdout-70000")]
    public async Task Agent_AnswersRecordedCall_AsTheOriginalDid(string name)
    {
        Prepare();
        Guest.AddService("test.Echo", "cat");
        Guest.AddService("test.Zeros", "head -c \"$1\" /dev/zero");
        Guest.AddService(
            "test.Env",
            "echo \"arg=$QREXEC_SERVICE_ARGUMENT full=$QREXEC_SERVICE_FULL_NAME rem=$QREXEC_REMOTE_DOMAIN "
            + "type=$QREXEC_REQUESTED_TARGET_TYPE a=$1\"; printf err >&2; exit 7");
        Guest.StartAgent();
        using IVchanOffer offer = Guest.Place.Listen(0, 42, 513);
        await using RawChannel control = await RawChannel.ConnectAsync(Guest.Place, 42, 0, 512, true, Token);
        byte[] daemon = Recording.Read($"{name}.ctl.from-daemon").WithUser(GuestUnderTest.User);
        Assert.True(await control.WriteAsync(daemon, Token));

        await using RawChannel data = new(await offer.AcceptAsync(Token));
        _ = await data.WriteAsync(Recording.Read($"{name}.data.from-dom0-client").Bytes, Token);
        byte[] sink = new byte[65536];
        while (await data.ReadAsync(sink, Token) > 0)
        {
        }

        Assert.Equal(Recording.Read($"{name}.data.from-agent").Streams, new Recording(data.Received.ToArray()).Streams);
        byte[] expected = Recording.Read($"{name}.ctl.from-agent").Bytes;
        byte[] actual = new byte[expected.Length];
        Assert.Equal(actual.Length, await control.ReadFullAsync(actual, Token));
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(actual));
    }

    [Fact]
    public async Task AgentAndClient_TakeRecordedAnswer_AsTheOriginalDid()
    {
        const int IdentInTrigger = HelloSize + 8 + 128, IdentInConnect = HelloSize + 8 + 8;
        Prepare();
        Guest.StartAgent();
        await using RawChannel control = await RawChannel.ConnectAsync(Guest.Place, 42, 0, 512, true, Token);
        Recording daemon = Recording.Read("trigger-dom0.ctl.from-daemon");
        _ = await control.WriteAsync(daemon.Bytes.AsMemory(0, HelloSize), Token);
        await Guest.WaitForAgentSocketAsync(Token);
        await using ProgramUnderTest client = Guest.StartClient("dom0", "test.Dom0");
        await client.Input.WriteAsync("ping\n"u8.ToArray(), Token);

        Recording agent = Recording.Read("trigger-dom0.ctl.from-agent");
        byte[] actual = new byte[agent.Bytes.Length];
        int triggered = actual.Length - 16;
        Assert.Equal(triggered, await control.ReadFullAsync(actual.AsMemory(0, triggered), Token));
        byte[] ident = actual[IdentInTrigger..(IdentInTrigger + 32)];
        byte[] connect = daemon.WithIdent(IdentInConnect, ident);
        _ = await control.WriteAsync(connect.AsMemory(HelloSize), Token);

        await using RawChannel data = await RawChannel.ConnectAsync(Guest.Place, 42, 0, 513, true, Token);
        byte[] service = Recording.Read("trigger-dom0.data.from-dom0-service").Bytes;
        _ = await data.WriteAsync(service.AsMemory(0, service.Length - 12), Token);
        byte[] expected = Recording.Read("trigger-dom0.data.from-client-vm").Bytes;
        client.CloseInput();
        byte[] sent = new byte[expected.Length];
        _ = await data.ReadFullAsync(sent, Token);
        Assert.Equal(new Recording(expected).Streams, new Recording(sent).Streams);
        _ = await data.WriteAsync(service.AsMemory(service.Length - 12), Token);

        Assert.Equal(5, await client.WaitAsync(Token));
        Assert.Equal("dom0 got ping from testvm (name:dom0)\n", client.Output);
        Assert.Equal(16, await control.ReadFullAsync(actual.AsMemory(triggered), Token));
        Assert.Equal(Convert.ToHexString(agent.WithIdent(IdentInTrigger, ident)), Convert.ToHexString(actual));
    }

    [Fact]
    public async Task AgentAndClient_TakeRecordedRefusal_AsTheOriginalDid()
    {
        const int IdentInTrigger = HelloSize + 8 + 128;
        Prepare();
        Guest.StartAgent();
        await using RawChannel control = await RawChannel.ConnectAsync(Guest.Place, 42, 0, 512, true, Token);
        Recording daemon = Recording.Read("trigger-refused.ctl.from-daemon");
        _ = await control.WriteAsync(daemon.Bytes.AsMemory(0, HelloSize), Token);
        await Guest.WaitForAgentSocketAsync(Token);
        await using ProgramUnderTest client = Guest.StartClient("@default", "test.Forbidden+arg");
        Recording agent = Recording.Read("trigger-refused.ctl.from-agent");
        byte[] actual = new byte[agent.Bytes.Length];
        Assert.Equal(actual.Length, await control.ReadFullAsync(actual, Token));
        byte[] ident = actual[IdentInTrigger..(IdentInTrigger + 32)];
        Assert.Equal(Convert.ToHexString(agent.WithIdent(IdentInTrigger, ident)), Convert.ToHexString(actual));
        _ = await control.WriteAsync(daemon.WithIdent(HelloSize + 8, ident).AsMemory(HelloSize), Token);
        Assert.Equal(126, await client.FinishAsync(Token));
    }

    [Theory]
    [InlineData("trigger-dom0", "dom0", "test.Dom0", 5)]
    [InlineData("trigger-refused", "@default", "test.Forbidden+arg", 126)]
    public async Task Client_AsksTheAgent_AsTheOriginalDid(string name, string target, string service, int exitCode)
    {
        Prepare();
        using Socket agent = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        agent.Bind(new UnixDomainSocketEndPoint(Guest.AgentSocket));
        agent.Listen(1);
        await using ProgramUnderTest client = Guest.StartClient(target, service);
        await client.Input.WriteAsync("ping\n"u8.ToArray(), Token);
        client.CloseInput();
        await using RawChannel local = new(await agent.AcceptAsync(Token));
        byte[] expected = Recording.Read($"{name}.agentsock.from-client-vm").Bytes;
        byte[] actual = new byte[expected.Length];
        Assert.Equal(actual.Length, await local.ReadFullAsync(actual, Token));
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(actual));

        byte[] answer = Recording.Read($"{name}.agentsock.from-agent").Bytes;
        if (answer.Length == 0)
        {
            local.Close();
        }
        else
        {
            _ = await local.WriteAsync(answer, Token);
            await using RawChannel data = await RawChannel.ConnectAsync(Guest.Place, 42, 0, 513, true, Token);
            _ = await data.WriteAsync(Recording.Read($"{name}.data.from-dom0-service").Bytes, Token);
            byte[] sent = new byte[Recording.Read($"{name}.data.from-client-vm").Bytes.Length];
            _ = await data.ReadFullAsync(sent, Token);
        }

        Assert.Equal(exitCode, await client.WaitAsync(Token));
    }

    [Fact]
    public async Task Agent_SpeaksProtocol2_AsRecorded()
    {
        const int TriggerSize = 8 + 128, IdentInTrigger = 8 + 96;
        SkipForOriginal("it sends the trigger of protocol 4 to every dom0");
        Prepare();
        Guest.StartAgent();
        await using RawChannel control = await RawChannel.ConnectAsync(Guest.Place, 42, 0, 512, true, Token);
        byte[] daemon = Recording.Read("v2-agent.ctl.from-daemon").Bytes;
        _ = await control.WriteAsync(daemon.AsMemory(0, HelloSize), Token);
        _ = await control.ReadFullAsync(new byte[HelloSize], Token);
        await Guest.WaitForAgentSocketAsync(Token);

        byte[] recorded = Recording.Read("v2-agent.ctl.from-scripted-agent").Bytes;
        await using ProgramUnderTest first = Guest.StartClient("testvm", "test.Svc+arg");
        await CompareTriggerAsync(recorded.AsMemory(HelloSize, TriggerSize));
        await using ProgramUnderTest second = Guest.StartClient("@default", "test.Denied");
        await CompareTriggerAsync(recorded.AsMemory(HelloSize + TriggerSize, TriggerSize));

        async Task CompareTriggerAsync(ReadOnlyMemory<byte> expected)
        {
            byte[] actual = new byte[TriggerSize];
            Assert.Equal(TriggerSize, await control.ReadFullAsync(actual, Token));
            Assert.Equal(
                Convert.ToHexString(expected.Span[..IdentInTrigger]),
                Convert.ToHexString(actual.AsSpan(0, IdentInTrigger)));
        }
    }
}

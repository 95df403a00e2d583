using System.Buffers.Binary;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.RawVchan;
using Xunit;

namespace PedOS.TestKit.Tests.Dom0;

public sealed class ScriptedDom0Tests : IDisposable
{
    // More than one: each would look for the channel every 2 ms, and the right one might be there first.
    private const int Killed = 20;
    private const uint TriggerService = 0x210;
    private const uint ServiceConnect = 0x202;
    private const uint ConnectionTerminated = 0x211;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pd");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Service_IsNotThatOfACallerBefore_WhoWentWithoutAChannel()
    {
        UnixVchanPlace place = new(_folder.FullName);
        List<string> served = [];
        ScriptedDom0 dom0 = new(place, new Dom0Options
        {
            Version = 2,
            ServiceConnectTimeout = TimeSpan.FromMinutes(1),
            Policy = _ => PolicyAnswer.Allow((side, _) =>
            {
                served.Add(side.Request.Service);
                return Task.FromResult<int?>(null);
            }),
        });
        await using (dom0)
        {
            using IVchanOffer offer = place.Listen(dom0.Options.VmId, 0, 512);
            dom0.Start();
            await using ScriptedControlChannel agent = new(new RawChannel(await offer.AcceptAsync(Token)));
            _ = await agent.WriteAsync(0x300, [2, 0, 0, 0], Token);
            _ = await agent.ReadAsync(Token);
            uint port = 0;
            for (int i = 0; i < Killed; i++)
            {
                port = await RequestAsync(agent, "test.Killed");
                byte[] ended = new byte[8];
                BinaryPrimitives.WriteUInt32LittleEndian(ended.AsSpan(4), port);
                _ = await agent.WriteAsync(ConnectionTerminated, ended, Token);
            }

            Assert.Equal(port, await RequestAsync(agent, "test.Lives"));

            using IVchanOffer call = place.Listen(dom0.Options.VmId, 0, port);
            await using RawDataChannel caller = new(new RawChannel(await call.AcceptAsync(Token)));
            Assert.True(await caller.HandshakeAsync(2, speakFirst: true, Token));
            Assert.Null(await caller.ReadAsync(Token));
            Assert.Equal(["test.Lives"], served);
            Assert.Empty(dom0.Violations);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<uint> RequestAsync(ScriptedControlChannel agent, string service)
    {
        byte[] body = new byte[128];
        System.Text.Encoding.UTF8.GetBytes(service).CopyTo(body, 0);
        "work"u8.CopyTo(body.AsSpan(64));
        "SOCKET1"u8.CopyTo(body.AsSpan(96));
        _ = await agent.WriteAsync(TriggerService, body, Token);
        (uint type, byte[] answer) = await agent.ReadAsync(Token) ?? throw new InvalidDataException("dom0 has gone");
        Assert.Equal(ServiceConnect, type);
        return BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(4));
    }
}

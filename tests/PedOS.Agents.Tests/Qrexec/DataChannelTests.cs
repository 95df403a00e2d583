using PedOS.Agents.Qrexec;
using PedOS.Agents.Vchan;
using PedOS.Protocols;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Vchan;
using Xunit;

namespace PedOS.Agents.Tests.Qrexec;

public sealed class DataChannelTests
{
    private const int Limit = 60_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [PatientTheory(Timeout = Limit)]
    [InlineData(2U, 2U, QrexecAbi.MAX_DATA_CHUNK_V2)]
    [InlineData(3U, 3U, QrexecAbi.MAX_DATA_CHUNK_V3)]
    [InlineData(4U, 4U, QrexecAbi.MAX_DATA_CHUNK_V3)]
    [InlineData(99U, 4U, QrexecAbi.MAX_DATA_CHUNK_V3)]
    public async Task Open_SettlesTheVersion_HoweverTheHelloIsCutUp(uint theirs, uint settled, int maxBody)
    {
        for (int at = 1; at < Hello.FrameSize; at++)
        {
            await using MemoryVchanPair pair = new();
            await pair.Server.WriteAsync(Hello.Build(theirs), Token);
            DataChannel channel = (await DataChannel.OpenAsync(ChunkingVchan.SplitAt(pair.Client, at), Token))!;
            await using (channel)
            {
                Assert.Equal((settled, maxBody), (channel.Version, channel.MaxBody));
                byte[] ours = new byte[64];
                Assert.Equal(Hello.Build(), ours[..await pair.Server.ReadAsync(ours, Token)]);
            }
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Open_TellsAPeerThatSaidNothing_FromOneThatLeftInTheMiddle()
    {
        for (int length = 0; length < Hello.FrameSize; length++)
        {
            await using MemoryVchanPair pair = new();
            await pair.Server.WriteAsync(Hello.Build().AsMemory(0, length), Token);
            Task<DataChannel?> opening = DataChannel.OpenAsync(pair.Client, Token);
            _ = await pair.Server.ReadAsync(new byte[64], Token);
            await pair.Server.DisposeAsync();
            if (length == 0)
            {
                Assert.Null(await opening);
            }
            else
            {
                _ = await Assert.ThrowsAsync<VchanClosedException>(() => opening);
            }

            Assert.Equal(VchanState.Disconnected, pair.Client.State);
        }

        await using MemoryVchanPair gone = new();
        await gone.Server.DisposeAsync();
        Assert.Null(await DataChannel.OpenAsync(gone.Client, Token));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Open_ClosesTheVchan_WhenThePeerSpeaksSomethingElse()
    {
        await using MemoryVchanPair pair = new();
        await pair.Server.WriteAsync("GET / HTTP/1.1\r\n"u8.ToArray(), Token);
        _ = await Assert.ThrowsAsync<ProtocolException>(() => DataChannel.OpenAsync(pair.Client, Token));
        Assert.Equal(VchanState.Disconnected, pair.Server.State);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Open_IsEndedByItsToken_AndClosesTheVchan()
    {
        await using MemoryVchanPair pair = new();
        using CancellationTokenSource cancel = new();
        Task<DataChannel?> opening = DataChannel.OpenAsync(pair.Client, cancel.Token);
        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        Assert.Equal(VchanState.Disconnected, pair.Server.State);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Messages_ArriveWhole_WhereverTheyAreSplit()
    {
        byte[] frames =
        [
            .. MessageFrame.Build(MessageType.DataStdin, "one"u8),
            .. MessageFrame.Build(MessageType.DataStdin, []),
            .. MessageFrame.Build(MessageType.DataStdin, "three"u8),
        ];
        for (int at = 1; at < frames.Length; at++)
        {
            (MemoryVchanPair pair, DataChannel channel) = await OpenAsync(
                vchan => ChunkingVchan.SplitAt(vchan, Hello.FrameSize + at));
            await using (pair)
            await using (channel)
            {
                await pair.Server.WriteAsync(frames, Token);
                await pair.Server.DisposeAsync();
                Assert.Equal("one"u8.ToArray(), (await channel.ReceiveAsync(Token)).Body.ToArray());
                Assert.True((await channel.ReceiveAsync(Token)).Body.IsEmpty);
                Assert.Equal(5, (await channel.ReceiveAsync(Token)).Body.Length);
                Assert.True((await channel.ReceiveAsync(Token)).IsEnd);
                Assert.True((await channel.ReceiveAsync(Token)).IsEnd);
            }
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Message_ThatIsCutOff_IsNotDelivered()
    {
        byte[] frame = MessageFrame.Build(MessageType.DataStdin, "whole"u8);
        for (int length = 0; length < frame.Length; length++)
        {
            (MemoryVchanPair pair, DataChannel channel) = await OpenAsync();
            await using (pair)
            await using (channel)
            {
                await pair.Server.WriteAsync(frame.AsMemory(0, length), Token);
                await pair.Server.DisposeAsync();
                Assert.True((await channel.ReceiveAsync(Token)).IsEnd);
            }
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Message_BeyondTheLongest_EndsTheChannel()
    {
        (MemoryVchanPair pair, DataChannel channel) = await OpenAsync();
        await using (pair)
        await using (channel)
        {
            byte[] header = new byte[QrexecAbi.HeaderSize];
            new MessageHeader(MessageType.DataStdin, QrexecAbi.MAX_DATA_CHUNK_V3 + 1).Write(header);
            await pair.Server.WriteAsync(header, Token);
            ProtocolException broken = await Assert.ThrowsAsync<ProtocolException>(
                async () => await channel.ReceiveAsync(Token));
            Assert.Equal("QrexecBodyTooLong", broken.ErrorId);
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Senders_TakeTurns_SoThatMessagesStayWhole()
    {
        (MemoryVchanPair pair, DataChannel channel) = await OpenAsync(vchan => ChunkingVchan.Every(vchan, 5));
        DataChannel peer = await PeerAsync(pair);
        await using (pair)
        await using (peer)
        await using (channel)
        {
            Task sending = Task.WhenAll(SendAsync(1), SendAsync(2), SendAsync(3));
            int[] received = new int[4];
            for (int i = 0; i < 300; i++)
            {
                DataMessage message = await peer.ReceiveAsync(Token);
                byte sender = message.Body.Span[0];
                Assert.Equal(100 * sender, message.Body.Length);
                Assert.True(message.Body.Span.IndexOfAnyExcept(sender) < 0);
                received[sender]++;
            }

            await sending;
            Assert.Equal([0, 100, 100, 100], received);

            async Task SendAsync(byte sender)
            {
                await Task.Yield();
                byte[] frame = new byte[DataChannel.Headroom + (100 * sender)];
                for (int i = 0; i < 100; i++)
                {
                    frame.AsSpan(DataChannel.Headroom).Fill(sender);
                    await channel.SendAsync(
                        new MessageHeader(MessageType.DataStdout, (uint)(100 * sender)), frame, Token);
                }
            }
        }
    }

    private static async Task<(MemoryVchanPair Pair, DataChannel Channel)> OpenAsync(
        Func<IVchan, IVchan>? disturb = null)
    {
        MemoryVchanPair pair = new(65536, 65536);
        await pair.Server.WriteAsync(Hello.Build(), Token);
        IVchan vchan = disturb is null ? pair.Client : disturb(pair.Client);
        return (pair, (await DataChannel.OpenAsync(vchan, Token))!);
    }

    // Its HELLO was sent already; it takes the other one.
    private static async Task<DataChannel> PeerAsync(MemoryVchanPair pair) =>
        (await DataChannel.OpenAsync(new SilentHello(pair.Server), Token))!;

    private sealed class SilentHello(IVchan inner) : DelegatingVchan(inner)
    {
        private bool _isSilent = true;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
        {
            bool skips = _isSilent;
            _isSilent = false;
            return skips ? ValueTask.CompletedTask : base.WriteAsync(buffer, cancellationToken);
        }
    }
}

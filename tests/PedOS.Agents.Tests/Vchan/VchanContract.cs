using PedOS.Agents.Vchan;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Tests.Vchan;

/// <summary>
/// What every flavour of vchan promises, whatever carries its bytes. A flavour derives from this and from
/// <see cref="VchanEndContract"/>, and says how its transports are made.
/// </summary>
public abstract class VchanContract : VchanBench
{
    // One full ring, and what lies around it.
    private static readonly int[] Sizes = [8192, 65527, 65528, 65535, 65536, 65537, 131_072, 1 << 20];

    [PatientFact(Timeout = Limit)]
    public async Task Bytes_ArriveInOrder_InWritesOfEverySize()
    {
        await OpenAsync();
        int[] sizes = [.. Enumerable.Range(0, Ring + 2), .. Sizes];
        byte[] sent = Pattern(sizes.Sum());
        foreach ((IVchan from, IVchan to) in Directions)
        {
            Task<byte[]> reading = ReadExactlyAsync(to, sent.Length);
            int at = 0;
            foreach (int size in sizes)
            {
                await from.WriteAsync(sent.AsMemory(at, size), Token);
                at += size;
            }

            AssertSame(sent, await reading);
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Bytes_ArriveInOrder_InReadsOfEverySize()
    {
        await OpenAsync();
        int[] sizes = [.. Enumerable.Range(1, 300), Ring - 1, Ring, Ring + 1, .. Sizes];
        byte[] sent = Pattern(sizes.Sum());
        foreach ((IVchan from, IVchan to) in Directions)
        {
            Task writing = from.WriteAsync(sent, Token).AsTask();
            int at = 0;
            foreach (int size in sizes)
            {
                byte[] part = await ReadExactlyAsync(to, size);
                AssertSame(sent.AsMemory(at, size), part);
                at += size;
            }

            await writing;
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task BothDirections_MoveAtOnce()
    {
        await OpenAsync();
        byte[] up = Pattern(3_000_000, seed: 1);
        byte[] down = Pattern(3_000_000, seed: 2);
        Task writing = Task.WhenAll(
            Client.WriteAsync(up, Token).AsTask(), Server.WriteAsync(down, Token).AsTask());
        Task<byte[]> atServer = ReadExactlyAsync(Server, up.Length);
        Task<byte[]> atClient = ReadExactlyAsync(Client, down.Length);
        AssertSame(up, await atServer);
        AssertSame(down, await atClient);
        await writing;
    }

    [PatientFact(Timeout = Limit)]
    public async Task Writer_Waits_WhileNobodyReads_AndTheOtherDirectionDoesNot()
    {
        await OpenAsync();
        byte[] much = Pattern(MoreThanFits);
        foreach ((IVchan from, IVchan to) in Directions)
        {
            Task writing = from.WriteAsync(much, Token).AsTask();
            for (int round = 0; round < 100; round++)
            {
                await to.WriteAsync(new byte[] { (byte)round }, Token);
                Assert.Equal([(byte)round], await ReadExactlyAsync(from, 1));
            }

            Assert.False(writing.IsCompleted, $"{from.Role} wrote {much.Length} bytes that nobody read");
            AssertSame(much, await ReadExactlyAsync(to, much.Length));
            await writing;
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task EmptyRead_WaitsForData_AndTakesNone()
    {
        await OpenAsync();
        foreach ((IVchan from, IVchan to) in Directions)
        {
            Task<int> waiting = to.ReadAsync(Memory<byte>.Empty, Token).AsTask();
            Assert.False(waiting.IsCompleted);
            await from.WriteAsync(new byte[] { 7, 8 }, Token);
            Assert.Equal(0, await waiting);
            Assert.Equal(0, await to.ReadAsync(Memory<byte>.Empty, Token));
            Assert.Equal([7, 8], await ReadExactlyAsync(to, 2));
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task EmptyWrite_SendsNothing()
    {
        await OpenAsync();
        foreach ((IVchan from, IVchan to) in Directions)
        {
            await from.WriteAsync(ReadOnlyMemory<byte>.Empty, Token);
            await from.WriteAsync(new byte[] { 9 }, Token);
            Assert.Equal([9], await ReadExactlyAsync(to, 1));
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Read_IsEndedByItsToken_AndLosesNothing()
    {
        await OpenAsync();
        foreach ((IVchan from, IVchan to) in Directions)
        {
            for (int round = 0; round < 20; round++)
            {
                using CancellationTokenSource cancel = new();
                Task<int> reading = to.ReadAsync(new byte[16], cancel.Token).AsTask();
                await cancel.CancelAsync();
                _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
                await from.WriteAsync(new byte[] { (byte)round }, Token);
                Assert.Equal([(byte)round], await ReadExactlyAsync(to, 1));
            }

            using CancellationTokenSource cancelled = new();
            await cancelled.CancelAsync();
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
                async () => await to.ReadAsync(new byte[1], cancelled.Token));
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_IsEndedByItsToken_AndWhatWasTakenIsItsBeginning()
    {
        await OpenAsync();
        byte[] much = Pattern(MoreThanFits);
        using CancellationTokenSource cancel = new();
        Task writing = Client.WriteAsync(much, cancel.Token).AsTask();
        Assert.Equal(much[..1], await ReadExactlyAsync(Server, 1));
        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        await Client.DisposeAsync();
        byte[] rest = await ReadToEndAsync(Server);
        Assert.True(rest.Length < much.Length - 1);
        AssertSame(much.AsMemory(1, rest.Length), rest);
    }

    [PatientFact(Timeout = Limit)]
    public async Task State_FollowsThePeer()
    {
        using IVchanTransport ofServer = TransportOf(0);
        using IVchanTransport ofClient = TransportOf(42);
        await using IVchan server = ofServer.Listen(42, Port, Ring, Ring);
        Assert.Equal((VchanRole.Server, VchanState.Waiting), (server.Role, server.State));
        Assert.Equal(0, server.DataReady);
        Task waiting = server.WaitForPeerAsync(Token).AsTask();
        Assert.False(waiting.IsCompleted);
        await using IVchan client = await ofClient.ConnectAsync(0, Port, Token);
        await waiting;
        await client.WaitForPeerAsync(Token);
        Assert.Equal((VchanRole.Client, VchanState.Connected), (client.Role, client.State));
        Assert.Equal(VchanState.Connected, server.State);
        Assert.True(client.Space > 0 && server.Space > 0);
        await client.WriteAsync(new byte[3], Token);
        _ = await server.ReadAsync(Memory<byte>.Empty, Token);
        Assert.Equal(3, server.DataReady);
        await client.DisposeAsync();
        Assert.Equal(VchanState.Disconnected, client.State);
        Assert.Equal(3, (await ReadToEndAsync(server)).Length);
        Assert.Equal((VchanState.Disconnected, 0), (server.State, server.Space));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Server_MayWriteBeforeItsPeerComes()
    {
        using IVchanTransport ofServer = TransportOf(0);
        using IVchanTransport ofClient = TransportOf(42);
        await using IVchan server = ofServer.Listen(42, Port, Ring, Ring);
        Task writing = server.WriteAsync(new byte[] { 1, 2, 3 }, Token).AsTask();
        Task<int> reading = server.ReadAsync(new byte[4], Token).AsTask();
        await using IVchan client = await ofClient.ConnectAsync(0, Port, Token);
        Assert.Equal([1, 2, 3], await ReadExactlyAsync(client, 3));
        await client.WriteAsync(new byte[2], Token);
        Assert.Equal(2, await reading);
        await writing;
    }

    [PatientFact(Timeout = Limit)]
    public async Task WaitForPeer_IsEndedByItsToken_AndTheServerStaysThere()
    {
        using IVchanTransport ofServer = TransportOf(0);
        using IVchanTransport ofClient = TransportOf(42);
        await using IVchan server = ofServer.Listen(42, Port, Ring, Ring);
        using CancellationTokenSource cancel = new();
        Task waiting = server.WaitForPeerAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await using IVchan client = await ofClient.ConnectAsync(0, Port, Token);
        await server.WaitForPeerAsync(Token);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Connect_WaitsForItsServer_OfThatMachineAndPort()
    {
        using IVchanTransport ofServer = TransportOf(0);
        using IVchanTransport ofOther = TransportOf(7);
        using IVchanTransport ofClient = TransportOf(42);
        Task<IVchan> connecting = ofClient.ConnectAsync(0, Port, Token).AsTask();
        await using IVchan otherPeer = ofServer.Listen(41, Port, Ring, Ring);
        await using IVchan otherPort = ofServer.Listen(42, Port + 1, Ring, Ring);
        await using IVchan otherServer = ofOther.Listen(42, Port, Ring, Ring);
        Assert.False(connecting.IsCompleted);
        await using IVchan server = ofServer.Listen(42, Port, Ring, Ring);
        await using IVchan client = await connecting;
        await server.WaitForPeerAsync(Token);
        Assert.All([otherPeer, otherPort, otherServer], vchan => Assert.Equal(VchanState.Waiting, vchan.State));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Connect_IsEndedByItsToken()
    {
        using IVchanTransport ofClient = TransportOf(42);
        using CancellationTokenSource cancel = new();
        Task<IVchan> connecting = ofClient.ConnectAsync(0, Port, cancel.Token).AsTask();
        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Channels_OutliveTheTransportThatMadeThem()
    {
        IVchanTransport ofServer = TransportOf(0);
        IVchanTransport ofClient = TransportOf(42);
        await using IVchan server = ofServer.Listen(42, Port, Ring, Ring);
        await using IVchan client = await ofClient.ConnectAsync(0, Port, Token);
        ofServer.Dispose();
        ofClient.Dispose();
        ofClient.Dispose();
        await client.WriteAsync(new byte[] { 5 }, Token);
        Assert.Equal([5], await ReadExactlyAsync(server, 1));
    }
}

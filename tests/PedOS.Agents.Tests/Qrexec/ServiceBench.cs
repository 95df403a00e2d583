using PedOS.Agents.Qrexec;
using PedOS.Agents.Vchan;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit;
using PedOS.TestKit.Processes;
using PedOS.TestKit.Vchan;
using Xunit;

namespace PedOS.Agents.Tests.Qrexec;

/// <summary>The service side of a call with a program and a caller that the test plays.</summary>
internal sealed class ServiceBench : IAsyncDisposable
{
    private readonly MemoryVchanPair _pair = new(65536, 65536);

    private ServiceBench(FakeProcess process) => Process = process;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public FakeProcess Process { get; }

    public FakeTime Time { get; } = new();

    public QuietLog Log { get; } = new();

    public Conversation Heard { get; } = new();

    /// <summary>The caller's channel.</summary>
    public DataChannel Caller { get; private set; } = null!;

    /// <summary>What came of the call; the channel is closed by then.</summary>
    public Task<int?> Served { get; private set; } = null!;

    /// <summary>Shakes hands and serves.</summary>
    /// <param name="rule">When the call is over.</param>
    /// <param name="disturb">Puts a fault between the service side and its vchan.</param>
    /// <param name="process">The program.</param>
    /// <returns>Null when the fault came before the end of the handshake.</returns>
    public static async Task<ServiceBench?> TryStartAsync(
        CallIsOver rule = CallIsOver.AtProgramExit, Func<IVchan, IVchan>? disturb = null, FakeProcess? process = null)
    {
        ServiceBench bench = new(process ?? new FakeProcess());
        IVchan vchan = disturb is null ? bench._pair.Client : disturb(bench._pair.Client);
        Task<DataChannel?> callers = DataChannel.OpenAsync(bench._pair.Server, Token);
        DataChannel? channel;
        try
        {
            channel = await DataChannel.OpenAsync(vchan, Token);
        }
        catch (VchanClosedException)
        {
            channel = null;
        }

        if (channel is null)
        {
            await ((Task)callers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return null;
        }

        bench.Served = ServeAsync(channel, new(channel, bench.Process, rule, bench.Time, bench.Log));
        bench.Caller = (await callers)!;
        return bench;
    }

    /// <summary>Shakes hands and serves.</summary>
    public static async Task<ServiceBench> StartAsync(
        CallIsOver rule = CallIsOver.AtProgramExit,
        Func<IVchan, IVchan>? disturb = null,
        FakeProcess? process = null) =>
        await TryStartAsync(rule, disturb, process) ?? throw new InvalidOperationException("no handshake");

    /// <summary>The caller sends input; without bytes, its end.</summary>
    public async Task SendAsync(params byte[] bytes)
    {
        byte[] frame = new byte[DataChannel.Headroom + bytes.Length];
        bytes.CopyTo(frame, DataChannel.Headroom);
        await Caller.SendAsync(new MessageHeader(MessageType.DataStdin, (uint)bytes.Length), frame, Token);
    }

    /// <summary>The caller listens until these ends have come.</summary>
    public async Task HearAsync(string ends)
    {
        _ = await Heard.ListenAsync(Caller, heard => heard.Ends.Length >= ends.Length, Token);
        Assert.Equal(ends, Heard.Ends);
    }

    /// <summary>Waits until the service side waits for the caller, having sent everything.</summary>
    public async Task UntilPartingAsync()
    {
        while (Time.Waiting == 0)
        {
            Assert.False(Served.IsCompleted, "the channel was closed at once");
            await Task.Delay(1, Token);
        }
    }

    /// <summary>The program reads its input to the end.</summary>
    public async Task<byte[]> ReadInputAsync()
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[4096];
        while (await Process.Stdin.ReadAsync(buffer, Token) is > 0 and int read)
        {
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await Caller.DisposeAsync();
        await _pair.DisposeAsync();
        Process.Exit(0);
        _ = await Served;
    }

    private static async Task<int?> ServeAsync(DataChannel channel, ServiceSide side)
    {
        await using (channel)
        {
            return await side.RunAsync();
        }
    }
}

using PedOS.Agents.Qrexec;
using PedOS.Agents.Vchan;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit;
using PedOS.TestKit.Processes;
using PedOS.TestKit.Vchan;
using Xunit;

namespace PedOS.Agents.Tests.Qrexec;

/// <summary>The caller's side of a call with local streams and a service that the test plays.</summary>
internal sealed class CallerBench : IAsyncDisposable
{
    private readonly MemoryVchanPair _pair = new(65536, 65536);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What the call is fed with; the test writes it.</summary>
    public MemoryPipe Input { get; } = new(65536);

    /// <summary>What the service said.</summary>
    public MemoryPipe Output { get; } = new(65536);

    /// <summary>What the service complained of.</summary>
    public MemoryPipe Error { get; } = new(65536);

    public QuietLog Log { get; } = new();

    /// <summary>The service's channel.</summary>
    public DataChannel Service { get; private set; } = null!;

    public Conversation Heard { get; } = new();

    /// <summary>Exit code of the call; the channel is closed by then.</summary>
    public Task<int> Called { get; private set; } = null!;

    /// <summary>Shakes hands and calls.</summary>
    /// <returns>Null when the fault came before the end of the handshake.</returns>
    public static async Task<CallerBench?> TryStartAsync(
        byte[]? prefix = null, bool filter = false, Func<IVchan, IVchan>? disturb = null)
    {
        CallerBench bench = new();
        IVchan vchan = disturb is null ? bench._pair.Server : disturb(bench._pair.Server);
        Task<DataChannel?> services = DataChannel.OpenAsync(bench._pair.Client, Token);
        CallerStreams streams = new(bench.Input, bench.Output, bench.Error, filter, filter);
        bench.Called = CallerConnection.RunAsync(vchan, streams, prefix, bench.Log, Token);
        DataChannel? service = null;
        try
        {
            service = await services;
        }
        catch (VchanClosedException)
        {
            // The fault came in the middle of the handshake.
        }

        if (service is null)
        {
            await ((Task)bench.Called).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return null;
        }

        bench.Service = service;
        return bench;
    }

    /// <summary>Shakes hands and calls.</summary>
    public static async Task<CallerBench> StartAsync(
        byte[]? prefix = null, bool filter = false, Func<IVchan, IVchan>? disturb = null) =>
        await TryStartAsync(prefix, filter, disturb) ?? throw new InvalidOperationException("no handshake");

    /// <summary>The service sends one message.</summary>
    public async Task SendAsync(MessageType type, params byte[] body) =>
        await Service.SendFramesAsync(MessageFrame.Build(type, body), Token);

    /// <summary>The service sends its two ends and its exit code.</summary>
    public async Task ExitAsync(int exitCode) =>
        await Service.SendFramesAsync(new ServiceStreamState(4, justExec: false).End(exitCode), Token);

    /// <summary>Reads a local stream to its end.</summary>
    public static async Task<byte[]> ReadAsync(MemoryPipe pipe)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[4096];
        while (await pipe.ReadAsync(buffer, Token) is > 0 and int read)
        {
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        Input.Complete();
        await Service.DisposeAsync();
        await _pair.DisposeAsync();
        await ((Task)Called).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

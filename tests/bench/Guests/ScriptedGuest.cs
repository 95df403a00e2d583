using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using PedOS.Bench.Processes;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;

namespace PedOS.Bench.Guests;

/// <summary>Our programs, and a dom0 in this process.</summary>
internal sealed class ScriptedGuest : IGuest
{
    private static readonly byte[] Hello = [0, 3, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0];
    private static readonly byte[] EndOfInput = Frame(0);
    private static readonly byte[] Block = Frame(TrivialService.Block);

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(8);

    private readonly GuestUnderTest _guest =
        new(new Dom0Options { Policy = static _ => PolicyAnswer.Allow(0) });
    private readonly ConcurrentBag<FrameCounter> _counters = [];
    private NativeCommand? _callOut;

    /// <inheritdoc/>
    public string Side => Figures.Side.Ours;

    /// <inheritdoc/>
    public GuestProcesses Processes { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        TrivialService.Install(_guest.ServiceDirectories[0]);
        await _guest.StartAsync(cancellationToken);
        await _guest.WaitForAgentSocketAsync(cancellationToken);
        _callOut = new NativeCommand(
            ProgramsPlace.PathOf("qrexec-client-vm"),
            [$"--agent-socket={_guest.AgentSocket}", "dom0", TrivialService.Name],
            _guest.ClientVariables);
        Processes = new GuestProcesses(_guest.Agent.Id, _guest.Directory.FullPath);
    }

    /// <inheritdoc/>
    public async Task<CallOutcome> CallAsync(CancellationToken cancellationToken)
    {
        FrameCounter counter = _counters.TryTake(out FrameCounter? kept) ? kept : new FrameCounter();
        long begin = Stopwatch.GetTimestamp();
        await using Dom0Call call = await BeginAsync($"QUBESRPC {TrivialService.Name} dom0", cancellationToken);
        await using RawChannel channel = await call.AcceptRawAsync(cancellationToken);
        _ = await channel.WriteAsync(Hello, cancellationToken);
        _ = await channel.WriteAsync(EndOfInput, cancellationToken);
        int? exitCode = await counter.ReadExitCodeAsync(channel, cancellationToken);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
        channel.Close();
        bool reported = await call.Terminated.WaitAsync(cancellationToken);
        _counters.Add(counter);
        return new CallOutcome(exitCode == 0 && reported, elapsed);
    }

    /// <inheritdoc/>
    public Task<CallOutcome> CallOutAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(CallOutcome.Of(_callOut!, CallLimit));
    }

    /// <inheritdoc/>
    public Task<StreamOutcome> ReceiveAsync(long bytes, CancellationToken cancellationToken) => StreamAsync(
        TrivialService.Source(bytes), 0, counter => counter.Output == bytes, cancellationToken);

    /// <inheritdoc/>
    public Task<StreamOutcome> SendAsync(long bytes, CancellationToken cancellationToken) => StreamAsync(
        TrivialService.Sink, bytes, counter => TrivialService.SaysBytes(counter.Error, bytes), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _callOut?.Dispose();
        return _guest.DisposeAsync();
    }

    private static byte[] Frame(int length)
    {
        byte[] frame = new byte[8 + length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)MessageType.DataStdin);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), length);
        return frame;
    }

    private async Task<StreamOutcome> StreamAsync(
        string command, long input, Func<FrameCounter, bool> isWhole, CancellationToken cancellationToken)
    {
        FrameCounter counter = new();
        long begin = Stopwatch.GetTimestamp();
        await using Dom0Call call = await BeginAsync(command, cancellationToken);
        await using RawChannel channel = await call.AcceptRawAsync(cancellationToken);
        Task feed = FeedAsync(channel, input, cancellationToken);
        int? exitCode = await counter.ReadExitCodeAsync(channel, cancellationToken);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
        channel.Close();
        await feed;
        _ = await call.Terminated.WaitAsync(cancellationToken);
        return new StreamOutcome(
            exitCode == 0 && isWhole(counter), elapsed, TrivialService.ReadTimes(counter.Error));
    }

    private static async Task FeedAsync(RawChannel channel, long bytes, CancellationToken cancellationToken)
    {
        bool heard = await channel.WriteAsync(Hello, cancellationToken);
        for (long left = bytes; left > 0 && heard; left -= TrivialService.Block)
        {
            heard = await channel.WriteAsync(Block, cancellationToken);
        }

        _ = heard && await channel.WriteAsync(EndOfInput, cancellationToken);
    }

    private Task<Dom0Call> BeginAsync(string command, CancellationToken cancellationToken) =>
        _guest.Dom0.BeginAsync($"{GuestUnderTest.User}:{command}", cancellationToken: cancellationToken);
}

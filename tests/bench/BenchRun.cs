using PedOS.Bench.Figures;
using PedOS.Bench.Guests;
using PedOS.Bench.Scenarios;
using PedOS.TestKit.Programs;

namespace PedOS.Bench;

/// <summary>Measures everything, round by round; within a round the sides take turns.</summary>
internal sealed class BenchRun : IAsyncDisposable
{
    // Far longer than any step takes on a loaded machine: a hang, not a slow figure.
    private static readonly TimeSpan StepLimit = TimeSpan.FromMinutes(4);

    private readonly BenchOptions _options;
    private readonly BenchScale _scale;
    private readonly CallScenario _calls;
    private readonly StreamScenario _streams;
    private readonly InstallScenario _installs;
    private readonly FileCopyScenario _copies;
    private readonly GuestSeat[] _seats;
    private readonly List<string> _problems = [];

    public BenchRun(BenchOptions options)
    {
        _options = options;
        _scale = options.Scale;
        _calls = new CallScenario(_scale, Samples);
        _streams = new StreamScenario(_scale, Samples);
        _installs = new InstallScenario(_scale, Samples);
        _copies = new FileCopyScenario(_scale, Samples, options.Peers);
        List<GuestSeat> seats = [new(Side.Ours, mayFail: false, static () => new ScriptedGuest(), WarmUpAsync)];
        if (options.Peers is { } directory)
        {
            PeerPrograms peers = PeerPrograms.In(directory);
            PeerPrograms ours = peers with
            {
                Agent = ProgramsPlace.PathOf("qrexec-agent"),
                GuestClient = ProgramsPlace.PathOf("qrexec-client-vm"),
            };
            seats.Add(Peer(Side.OursWithPeers, ours));
            seats.Add(Peer(Side.Original, peers));
        }

        _seats = [.. seats];
    }

    /// <summary>What was measured.</summary>
    public Samples Samples { get; } = new();

    /// <summary>What could not be measured, in words.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Problems of ours alone; the original's programs are known to lose a call now and then.</summary>
    public int OwnProblems { get; private set; }

    /// <summary>Sides that call a guest.</summary>
    public IReadOnlyList<string> Sides => [.. _seats.Select(static seat => seat.Side)];

    /// <summary>Measures.</summary>
    public async Task RunAsync(Action<string> progress)
    {
        for (int round = 0; round < _scale.Rounds; round++)
        {
            Samples.Round = round;
            progress($"round {round + 1} of {_scale.Rounds}");
            await MeasureReferencesAsync();

            // Whoever comes first finds colder caches: take turns at that too.
            GuestSeat[] order = round % 2 == 0 ? _seats : [.. _seats.Reverse()];
            await MeasureGuestsAsync(Scenario.CallSequential, order, _calls.MeasureSequenceAsync);
            await MeasureGuestsAsync(Scenario.CallParallel, order, _calls.MeasureParallelAsync);
            await MeasureGuestsAsync(Scenario.CallOut, order, _calls.MeasureOutgoingAsync);
            await MeasureGuestsAsync(Scenario.StreamOut, order, _streams.MeasureOutAsync);
            await MeasureGuestsAsync(Scenario.StreamIn, order, _streams.MeasureInAsync);
            await MeasureAsync(
                Scenario.MessageAllocation, new AllocationScenario(_scale, Samples).MeasureAsync);
            await MeasureAsync(Scenario.Start, new StartScenario(Samples).MeasureAsync);
            await MeasureAsync(Scenario.Database, new DatabaseScenario(_scale, Samples).MeasureAsync);
            await MeasureAsync(Scenario.Install, _installs.MeasureAsync);
            await MeasureAsync(Scenario.FileCopy, _copies.MeasureAsync);
            if (round == 0)
            {
                // Memory does not have moods.
                await MeasureAsync(Scenario.IdleCalls, new IdleScenario(_scale, Samples).MeasureAsync);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (GuestSeat seat in _seats)
        {
            await seat.DisposeAsync();
        }

        _installs.Dispose();
        _copies.Dispose();
    }

    private static bool IsFailure(Exception e) =>
        e is MeasureException or OperationCanceledException or TimeoutException or IOException
            or InvalidDataException or InvalidOperationException or System.ComponentModel.Win32Exception;

    private GuestSeat Peer(string side, PeerPrograms programs) =>
        new(side, mayFail: true, () => new PeerGuest(side, programs, _scale.StreamBytes), WarmUpAsync);

    private async Task WarmUpAsync(IGuest guest, CancellationToken cancellationToken)
    {
        _ = await CallLoad.RunAsync(guest.CallAsync, _scale.WarmUpCalls, _scale.Parallel, cancellationToken);
        _ = await guest.ReceiveAsync(_scale.StreamBytes / 4, cancellationToken);
        _ = await guest.SendAsync(_scale.StreamBytes, cancellationToken);
    }

    private async Task MeasureReferencesAsync()
    {
        ReferenceScenario reference = new(_scale, Samples);
        if (_options.Includes(Scenario.CallSequential) || _options.Includes(Scenario.CallParallel))
        {
            await MeasureAsync(Scenario.Reference, reference.MeasureStartsAsync);
        }

        if (_options.Includes(Scenario.StreamOut) || _options.Includes(Scenario.StreamIn))
        {
            await MeasureAsync(Scenario.Reference, reference.MeasureCopyAsync);
        }
    }

    private async Task MeasureGuestsAsync(
        string scenario, IEnumerable<GuestSeat> seats, Func<IGuest, CancellationToken, Task> measureAsync)
    {
        foreach (GuestSeat seat in seats)
        {
            bool done = await MeasureAsync(
                scenario, async limit => await measureAsync(await seat.GetAsync(limit), limit), seat);
            if (!done)
            {
                await seat.DisposeAsync();
            }
        }
    }

    private async Task<bool> MeasureAsync(
        string scenario, Func<CancellationToken, Task> measureAsync, GuestSeat? seat = null)
    {
        if (scenario != Scenario.Reference && !_options.Includes(scenario))
        {
            return true;
        }

        using CancellationTokenSource limit = new(StepLimit);
        try
        {
            await measureAsync(limit.Token);
            return true;
        }
        catch (Exception e) when (IsFailure(e))
        {
            _problems.Add($"{scenario}, {seat?.Side ?? Side.Ours}, round {Samples.Round + 1}: {e.Message}");
            OwnProblems += seat is { MayFail: true } ? 0 : 1;
            return false;
        }
    }
}

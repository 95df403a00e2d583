namespace PedOS.Bench.Figures;

/// <summary>Everything that is measured, and the targets.</summary>
internal static class FigureTable
{
    public static readonly Figure SocketCopy = new(Scenario.Reference, "socket copy, two hops", "MB/s");
    public static readonly Figure ProcessStart = new(Scenario.Reference, "posix_spawn of true, median", "ms");
    public static readonly Figure ProcessStarts = new(Scenario.Reference, "posix_spawn of true, 32 at once", "1/s");

    public static readonly Figure SequentialMedian = new(Scenario.CallSequential, "latency, median", "ms")
    {
        PeerTarget = Limit.AtMost(0.8),
        Beside = ProcessStart,
    };

    public static readonly Figure SequentialTail = new(Scenario.CallSequential, "latency, 90 %", "ms");

    public static readonly Figure SequentialCpu = new(Scenario.CallSequential, "guest CPU per call", "ms")
    {
        PeerTarget = Limit.AtMost(0.8),
    };

    public static readonly Figure SequentialFailures = new(Scenario.CallSequential, "failed calls", "calls");

    public static readonly Figure ParallelRate = new(Scenario.CallParallel, "calls, 32 at once", "1/s")
    {
        PeerTarget = Limit.AtLeast(1.7),
        Beside = ProcessStarts,
    };

    public static readonly Figure ParallelCpu = new(Scenario.CallParallel, "guest CPU per call", "ms");

    // Of one side in one round: more than this, and calls at once disturb each other.
    public static readonly Figure ParallelCpuGrowth = new(Scenario.CallParallel, "CPU per call, by that alone", "x")
    {
        Target = Limit.AtMost(1.1),
    };

    public static readonly Figure ParallelFailures = new(Scenario.CallParallel, "failed calls", "calls");

    public static readonly Figure OutgoingMedian = new(Scenario.CallOut, "latency, median", "ms")
    {
        PeerTarget = Limit.AtMost(1.5),
        Beside = ProcessStart,
    };

    public static readonly Figure OutgoingTail = new(Scenario.CallOut, "latency, 90 %", "ms");
    public static readonly Figure OutgoingCpu = new(Scenario.CallOut, "CPU of the caller", "ms");
    public static readonly Figure OutgoingFailures = new(Scenario.CallOut, "failed calls", "calls");

    public static readonly Figure OutRate = new(Scenario.StreamOut, "guest to dom0", "MB/s")
    {
        PeerTarget = Limit.AtLeast(1.0),
        TransportTarget = Limit.AtLeast(4.0),
        Beside = SocketCopy,
    };

    public static readonly Figure OutCpu = new(Scenario.StreamOut, "guest CPU", "s/GB")
    {
        PeerTarget = Limit.AtMost(0.5),
    };

    public static readonly Figure OutFailures = new(Scenario.StreamOut, "failed streams", "calls");

    public static readonly Figure InRate = new(Scenario.StreamIn, "dom0 to guest", "MB/s")
    {
        PeerTarget = Limit.AtLeast(1.0),
        Beside = SocketCopy,
    };

    public static readonly Figure InCpu = new(Scenario.StreamIn, "guest CPU", "s/GB")
    {
        PeerTarget = Limit.AtMost(0.5),
    };

    public static readonly Figure InFailures = new(Scenario.StreamIn, "failed streams", "calls");

    public static readonly Figure IdleResident = new(Scenario.IdleCalls, "agent and wrapper, resident", "MB")
    {
        Target = Limit.AtMost(60),
    };

    public static readonly Figure IdleProportional = new(Scenario.IdleCalls, "agent and wrapper, share (PSS)", "MB");
    public static readonly Figure IdlePrivate = new(Scenario.IdleCalls, "agent and wrapper, private", "MB");
    public static readonly Figure IdlePeak = new(Scenario.IdleCalls, "agent and wrapper, peak", "MB");
    public static readonly Figure IdleBefore = new(Scenario.IdleCalls, "resident before the calls", "MB");

    // An object has at least 24 bytes, so fewer than one message in 24 allocates: a pool that grows, nothing else.
    private const double NoObjectPerMessage = 1;

    public static readonly Figure AllocationOut = new(Scenario.MessageAllocation, "service to caller", "B/msg")
    {
        Target = Limit.AtMost(NoObjectPerMessage),
    };

    public static readonly Figure AllocationIn = new(Scenario.MessageAllocation, "caller to service", "B/msg")
    {
        Target = Limit.AtMost(NoObjectPerMessage),
    };

    public static readonly Figure InstallCopy = new(Scenario.Install, "plain copy, flushed", "s");

    public static readonly Figure Install = new(Scenario.Install, "install into an image / copy", "x")
    {
        Target = Limit.AtMost(1.3),
    };

    public static readonly Figure InstallPlan = new(Scenario.Install, "open, detect and plan", "s")
    {
        Target = Limit.AtMost(1),
    };

    public static readonly Figure PlainCopy = new(Scenario.Reference, "one file through a pipe, flushed", "MB/s");

    public static readonly Figure FileCopyRate = new(Scenario.FileCopy, "one file of 1 GiB", "MB/s")
    {
        PeerTarget = Limit.AtLeast(4.0),
        Beside = PlainCopy,
    };

    public static readonly Figure FileCopyToPlain = new(Scenario.FileCopy, "the same / plain copy", "x")
    {
        Target = Limit.AtLeast(0.9),
    };

    public static readonly Figure FileCopySmall = new(Scenario.FileCopy, "files of 4 KiB", "1/s")
    {
        PeerTarget = Limit.AtLeast(1.5),
    };

    public static readonly Figure StartControl = new(Scenario.Start, "exec to control channel", "ms")
    {
        Target = Limit.AtMost(100),
    };

    public static readonly Figure StartSocket = new(Scenario.Start, "exec to agent socket", "ms")
    {
        Target = Limit.AtMost(100),
    };

    public static readonly Figure DatabaseReads = new(Scenario.Database, "reads, one client", "1/s");
    public static readonly Figure DatabaseManyReads = new(Scenario.Database, "reads, 16 clients", "1/s");
    public static readonly Figure DatabaseWrites = new(Scenario.Database, "writes, one client", "1/s");
    public static readonly Figure DatabaseLists = new(Scenario.Database, "lists of 1000 keys", "1/s");
    public static readonly Figure DatabaseMultiReads = new(Scenario.Database, "multireads of 1000 keys", "1/s");
    public static readonly Figure DatabaseWatch = new(Scenario.Database, "write to event, median", "us");

    public static readonly Figure DatabaseFanOut = new(Scenario.Database, "write to the last of 100, median", "us")
    {
        Target = Limit.AtMost(1000),
    };

    public static readonly Figure DatabaseMemory = new(Scenario.Database, "10 000 keys of 100 bytes", "MB")
    {
        Target = Limit.AtMost(20),
    };

    public static readonly Figure DatabaseEmpty = new(Scenario.Database, "private when empty", "MB")
    {
        Target = Limit.AtMost(10),
    };

    /// <summary>In the order of the table.</summary>
    public static IReadOnlyList<Figure> All { get; } =
    [
        SequentialMedian, SequentialTail, SequentialCpu, SequentialFailures,
        ParallelRate, ParallelCpu, ParallelCpuGrowth, ParallelFailures,
        OutgoingMedian, OutgoingTail, OutgoingCpu, OutgoingFailures,
        OutRate, OutCpu, OutFailures,
        InRate, InCpu, InFailures,
        IdleResident, IdleProportional, IdlePrivate, IdlePeak, IdleBefore,
        AllocationOut, AllocationIn,
        StartControl, StartSocket,
        InstallCopy, Install, InstallPlan,
        FileCopyRate, FileCopyToPlain, FileCopySmall,
        DatabaseReads, DatabaseManyReads, DatabaseWrites, DatabaseLists, DatabaseMultiReads, DatabaseWatch,
        DatabaseFanOut, DatabaseEmpty, DatabaseMemory,
        SocketCopy, PlainCopy, ProcessStart, ProcessStarts,
    ];
}

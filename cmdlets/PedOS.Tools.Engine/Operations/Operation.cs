using System.Collections.Concurrent;
using System.Diagnostics;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Resources;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Operations;

/// <summary>
/// Runs one plan to its end or back to its beginning. The journal tells where it stands, so that whoever opens it
/// after a power cut can do either. The caller holds the lock.
/// </summary>
internal sealed class Operation
{
    private readonly IMachine _machine;
    private readonly IPackage _package;
    private readonly SetupFolder _folder;
    private readonly Journal _journal;
    private readonly IOperationObserver _observer;
    private readonly OperationState _state;
    private readonly Dictionary<string, int> _indexes = new(StringComparer.OrdinalIgnoreCase);

    // By step: what was read back by this process, and has to be still the same at the end.
    private readonly ConcurrentDictionary<string, FileStamp> _readBack = new(StringComparer.OrdinalIgnoreCase);
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public Operation(
        IMachine machine, IPackage package, SetupFolder folder, Journal journal, IOperationObserver observer)
    {
        _machine = machine;
        _package = package;
        _folder = folder;
        _journal = journal;
        _observer = observer;
        _state = new(journal.Records);
        for (int i = 0; i < Plan.Steps.Count; i++)
        {
            _indexes.Add(Plan.Steps[i].Id, i);
        }
    }

    private Plan Plan => _state.Plan;

    /// <summary>Goes on to the end; after a failure back to the beginning.</summary>
    /// <exception cref="SetupException">It failed, and everything was put back.</exception>
    public OperationResult GoOn(CancellationToken cancellation)
    {
        if (_state.Phase is OperationPhase.Undoing)
        {
            return GoBack(failure: null);
        }

        if (_state.Phase is OperationPhase.Done)
        {
            return Result(0, needsRestart: false, warning: null);
        }

        _observer.Begin(Plan);
        bool needsRestart;
        try
        {
            if (_state.Phase is OperationPhase.Changing)
            {
                _machine.Files.Cancellation = cancellation;
                Change(cancellation);
                Verify();
            }

            _machine.Files.Cancellation = CancellationToken.None;
            needsRestart = Close();
        }
        catch (Exception e) when (IsExpected(e) && _state.Phase is OperationPhase.Changing or OperationPhase.Verified)
        {
            _ = GoBack(e);
            throw new SetupException(
                e is OperationCanceledException ? SetupError.Cancelled
                : (e as SetupException)?.Error ?? SetupError.InputOutput,
                $"{e.Message.TrimEnd('.')}; everything was put back",
                (e as SetupException)?.Remedy ?? "Start again when you want to.",
                e);
        }

        return Result(Plan.Changes.Count(), needsRestart, PurgeKept());
    }

    /// <summary>Refuses to go back from the end when a file is not kept that would have to come back.</summary>
    /// <exception cref="SetupException">A kept file is gone: another operation has come and gone since.</exception>
    public void RequireKept()
    {
        Dictionary<string, PlanStep> steps =
            Plan.Steps.ToDictionary(static s => s.Id, StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, ResourceState> before in _state.Before)
        {
            if (before.Value[FileResource.KeptFact] is { } kept
                && _machine.Files.Find(kept) is null
                && !steps[before.Key].Resource.IsSame(steps[before.Key].Resource.Detect(_machine), before.Value))
            {
                throw new SetupException(
                    SetupError.InvalidArgument,
                    $"operation {Plan.Id} cannot be undone any more: what it replaced of "
                    + $"{steps[before.Key].Resource.Name} is not kept",
                    "Install the version that you want, or uninstall.");
            }
        }
    }

    /// <summary>Goes back to the state before the operation.</summary>
    /// <param name="failure">Why; null when somebody asked for it.</param>
    public OperationResult GoBack(Exception? failure)
    {
        _machine.Files.Cancellation = CancellationToken.None;
        _observer.Undoing(Plan, failure);
        if (_state.Phase != OperationPhase.Undoing)
        {
            Write(new(
                JournalRecordKind.Undoing, JsonValue.Record(("failure", JsonValue.Of(failure?.Message)))));
        }

        Dictionary<string, PlanStep> steps =
            Plan.Steps.ToDictionary(static s => s.Id, StringComparer.OrdinalIgnoreCase);
        foreach (IReadOnlyList<string> batch in _state.Batches.Reverse())
        {
            Restore([.. batch.Reverse().Select(id => steps[id])]);
        }

        _folder.WriteReceipt(_state.OldReceipt);
        _folder.Purge(path => !IsOwn(path));
        _machine.Commit();
        Write(Ended());
        bool needsRestart = _machine.Running is not null
            && (_state.Before.Keys.Any(id => steps[id].Resource.NeedsRestart) || _machine.Files.ClearInUse() > 0);
        return Result(_state.Before.Count, needsRestart, warning: null);
    }

    /// <summary>Whether a failure is one of the machine, and not a defect.</summary>
    public static bool IsExpected(Exception e) =>
        e is SetupException or OperationCanceledException or FormatException or IOException
            or UnauthorizedAccessException;

    private void Change(CancellationToken cancellation)
    {
        PlanStep[] changes = [.. Plan.Changes];
        PlanStep[] open = [.. changes.Where(s => !_state.IsDone(s.Id))];

        // What was announced before an interruption belongs together, with the states that were noted then.
        PlanStep[] announced = [.. open.Where(s => _state.Before.ContainsKey(s.Id))];
        int number = changes.Length - open.Length;
        foreach (IReadOnlyList<PlanStep> batch in
            StepBatches.Split(announced).Concat(StepBatches.Split(open.Except(announced))))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_state.Before.ContainsKey(batch[0].Id))
            {
                Write(OperationState.Intent([.. batch.Select(s => (s.Id, Note(s)))]));
            }

            SideBySide.Run(
                batch,
                Threads(batch[0]),
                step => _observer.StepBegins(step, ++number, changes.Length),
                step => PrepareChange(step, Context(step, isKeeping: true, cancellation)));

            _machine.Commit();
            HashSet<string> inUse = [];
            foreach (PlanStep step in batch)
            {
                StepContext context = Context(step, isKeeping: true, cancellation);
                step.Resource.Apply(context, step.Target);
                if (context.IsStillInUse)
                {
                    inUse.Add(step.Id);
                }
            }

            _machine.Commit();
            Write(OperationState.Done(batch.Select(static s => s.Id)));
            foreach (PlanStep step in batch)
            {
                // What a running system does is told as it is; the rest is read back at the end.
                ResourceState now = step.Resource.NeedsRunningSystem ? step.Resource.Detect(_machine) : step.Target;
                _observer.StepDone(
                    step,
                    _state.Before[step.Id],
                    inUse.Contains(step.Id) ? now.With(FileResource.InUseFact, "until restart") : now);
            }
        }
    }

    private void PrepareChange(PlanStep step, StepContext context)
    {
        step.Resource.Prepare(context, step.Target);
        if (step.Resource.ReadBack(context, step.Target) is { } stamp)
        {
            _readBack[step.Id] = stamp;
        }
    }

    /// <summary>The state before a step, with the name under which its file will be kept.</summary>
    private ResourceState Note(PlanStep step)
    {
        ResourceState before = step.Resource.Detect(_machine);
        return step.Resource.Keeps(before) && !step.Resource.IsSame(before, step.Target)
            ? before.With(FileResource.KeptFact, _folder.KeepPath(Plan.Id, _indexes[step.Id]))
            : before;
    }

    private void Verify()
    {
        foreach (IGrouping<bool, PlanStep> steps in Plan.Steps
            .Where(static s => !s.Resource.IsTransient)
            .GroupBy(static s => s.Resource.IsKept))
        {
            SideBySide.Run([.. steps], Threads(steps.First()), static _ => { }, Verify);
        }

        Write(new(JournalRecordKind.Verified, JsonValue.Record()));
    }

    private void Verify(PlanStep step)
    {
        if (_readBack.TryGetValue(step.Id, out FileStamp stamp) && step.Resource.Stamp(_machine) == stamp)
        {
            return;
        }

        ResourceState now = step.Resource.Detect(_machine);
        if (!step.Resource.IsReached(_machine, now, step.Target))
        {
            throw new SetupException(
                SetupError.NotVerified,
                $"{step.Resource.Kind} {step.Resource.Name} is {now} and not {step.Target}",
                "Find out what changes it (other software, a policy), then try again.");
        }
    }

    // Only files are worked on at once; the steps of a batch are all of them or none.
    private int Threads(PlanStep first) => first.Resource.IsKept ? _machine.Files.Parallelism : 1;

    /// <summary>Closes the books; durable when it returns.</summary>
    /// <returns>Whether Windows has to be restarted.</returns>
    private bool Close()
    {
        if (_state.Phase == OperationPhase.Verified)
        {
            _folder.WriteReceipt(NextReceipt.Of(_state.OldReceipt, Plan, _state.Before));
        }

        // After an uninstallation nothing is left that a program could run instead.
        bool isInUse = _machine.Files.ClearInUse() > 0 && Plan.Components.Count > 0;
        if ((Plan.NeedsRestart || isInUse) && _machine.Running is { } running)
        {
            if (Plan.Components.Count == 0)
            {
                // Nothing is left that the books could be for: what the restart removes, Windows knows by itself.
                Write(Ended());
                return true;
            }

            if (_state.BootIdentity is null)
            {
                Write(new(
                    JournalRecordKind.AwaitsRestart,
                    JsonValue.Record(("boot", JsonValue.Of(running.Boot.Identity)))));
            }

            if (_state.BootIdentity == running.Boot.Identity)
            {
                return true;
            }
        }

        Write(Ended());
        return false;
    }

    /// <summary>
    /// Deletes what was kept and nobody needs any more: not before the end is durable, because going back from there
    /// needs it.
    /// </summary>
    /// <returns>Why it could not; null when it could.</returns>
    private string? PurgeKept()
    {
        // The old receipt is in force again when this operation is undone.
        HashSet<string> wanted = new(
            ((Receipt?[])[_state.OldReceipt, NextReceipt.Of(_state.OldReceipt, Plan, _state.Before)])
                .SelectMany(static receipt => receipt?.Entries ?? [])
                .Select(static e => e.Original[FileResource.KeptFact] ?? ""),
            StringComparer.OrdinalIgnoreCase);
        try
        {
            _folder.Purge(path => IsOwn(path) || wanted.Contains(path));
            _machine.Commit();
            return null;
        }
        catch (Exception e) when (IsExpected(e))
        {
            return $"all is done; only what was kept of earlier operations could not be tidied up: {e.Message}";
        }
    }

    private void Restore(IReadOnlyList<PlanStep> batch)
    {
        foreach (PlanStep step in batch)
        {
            StepContext context = Context(step, isKeeping: false, CancellationToken.None);
            step.Resource.Prepare(context, _state.Before[step.Id]);
            _ = step.Resource.ReadBack(context, _state.Before[step.Id]);
        }

        _machine.Commit();
        foreach (PlanStep step in batch)
        {
            step.Resource.Apply(Context(step, isKeeping: false, CancellationToken.None), _state.Before[step.Id]);
        }

        _machine.Commit();
        foreach (PlanStep step in batch)
        {
            ResourceState now = step.Resource.Detect(_machine);
            if (!step.Resource.IsReached(_machine, now, _state.Before[step.Id]))
            {
                throw new SetupException(
                    SetupError.UnfinishedOperation,
                    $"undoing operation {Plan.Id}: {step.Resource.Kind} {step.Resource.Name} is {now} and not " +
                    $"{_state.Before[step.Id]}",
                    $"Find out what changes it, then undo operation {Plan.Id} again.");
            }
        }
    }

    private StepContext Context(PlanStep step, bool isKeeping, CancellationToken cancellation) =>
        new(_machine, _package, _folder.KeepPath(Plan.Id, _indexes[step.Id]), isKeeping, cancellation);

    private bool IsOwn(string keptPath) =>
        keptPath.StartsWith(_folder.KeepPath(Plan.Id, 0).TrimEnd('0'), StringComparison.OrdinalIgnoreCase);

    private OperationResult Result(int changed, bool needsRestart, string? warning)
    {
        OperationResult result = new(Plan, _state.Phase, changed, _watch.Elapsed, needsRestart)
        {
            Warnings = warning is null ? [] : [warning],
        };
        _observer.End(result);
        return result;
    }

    private void Write(JournalRecord record)
    {
        _journal.Write(record);
        _state.Add(record);
    }

    private static JournalRecord Ended() => new(JournalRecordKind.Ended, JsonValue.Record());
}

using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;

namespace PedOS.Tools.Engine.Operations;

/// <summary>Runs plans on a machine, one at a time, and finishes or undoes what was interrupted.</summary>
/// <param name="machine">The machine.</param>
/// <param name="package">Where files come from.</param>
/// <param name="observer">Is told how it goes on.</param>
public sealed class SetupEngine(IMachine machine, IPackage package, IOperationObserver observer)
{
    private const int KeptJournals = 10;

    private readonly SetupFolder _folder = new(machine);
    private readonly OperationBooks _books = new(machine);

    /// <inheritdoc cref="OperationBooks.Receipt"/>
    public Receipt? Receipt => _books.Receipt;

    /// <inheritdoc cref="OperationBooks.Operations"/>
    public IReadOnlyList<OperationState> Operations(CancellationToken cancellation = default) =>
        _books.Operations(cancellation);

    /// <summary>Runs a plan.</summary>
    /// <exception cref="SetupException">
    /// It failed and everything was put back; or nothing was changed because another operation runs
    /// (<see cref="SetupError.Busy"/>) or was interrupted (<see cref="SetupError.UnfinishedOperation"/>).
    /// </exception>
    public OperationResult Run(Plan plan, CancellationToken cancellation)
    {
        OperationResult result;
        using (_folder.Lock())
        {
            machine.Sweep();
            CloseBooks(cancellation);
            if (IsLeftBehind(cancellation))
            {
                _folder.Clear();
            }

            _folder.MakeKeptDirectory();
            machine.Commit();
            using Journal journal = Begin(plan, cancellation);
            result = new Operation(machine, package, _folder, journal, observer).GoOn(cancellation);
        }

        return CloseForGood(result);
    }

    /// <summary>Finishes an operation that was interrupted, or that waited for a restart.</summary>
    /// <param name="id">The operation.</param>
    /// <param name="cancellation">Puts everything back.</param>
    public OperationResult Resume(string id, CancellationToken cancellation)
    {
        OperationResult result = With(id, (operation, state) => package is NoPackage && state.NeedsPackage
            ? throw new SetupException(
                SetupError.InvalidArgument,
                $"operation {id} needs files of the package that it began with",
                "Name the folder of that package, or undo the operation.")
            : operation.GoOn(cancellation));
        return CloseForGood(result);
    }

    /// <summary>Puts everything back that an operation changed: an interrupted one, or the last one.</summary>
    /// <param name="id">The operation.</param>
    /// <exception cref="SetupException">
    /// It is undone already, there was another one after it, or what it replaced is not kept any more; nothing is
    /// changed then.
    /// </exception>
    public OperationResult Undo(string id)
    {
        OperationResult result = With(id, (operation, state) =>
        {
            string? later = _folder.Operations().LastOrDefault(other =>
                string.CompareOrdinal(other, id) > 0 && _books.Find(other) is { Phase: not OperationPhase.Undone });
            if (!state.IsInterrupted)
            {
                // Names tell the order only as well as the clock does; the receipt is of the last one.
                later ??= state.Plan.Components.Count > 0 && Receipt is { } receipt && receipt.Operation != id
                    ? receipt.Operation
                    : null;
                if (state.TakesAway(ComponentNames.MoveProfiles))
                {
                    new MovedProfiles(machine).Require(areKept: false);
                }
            }

            if (later is null && !state.IsInterrupted)
            {
                operation.RequireKept();
            }

            return later is null
                ? operation.GoBack(failure: null)
                : throw new SetupException(
                    SetupError.InvalidArgument,
                    $"operation {id} cannot be undone: {later} came after it",
                    $"Undo operation {later} first, or uninstall.");
        });
        return CloseForGood(result);
    }

    /// <summary>
    /// Removes the books of a machine on which nothing is installed: those that a power cut at the end of uninstalling
    /// left, and those of operations that were undone. Nothing happens while something is installed or an operation was
    /// interrupted.
    /// </summary>
    public void Tidy()
    {
        if (!_folder.IsThere)
        {
            machine.Sweep();
            return;
        }

        using (_folder.Lock())
        {
            machine.Sweep();
            if (Receipt is not null || Operations().Any(static o => o.IsInterrupted))
            {
                return;
            }

            _folder.Clear();
        }

        _folder.Remove();
    }

    /// <summary>Begins a journal, or leaves none: what the books do not have has never begun.</summary>
    private Journal Begin(Plan plan, CancellationToken cancellation)
    {
        JournalRecord begun = OperationState.Begun(plan, Receipt);
        Journal journal = _folder.OpenJournal(plan.Id, cancellation);
        if (journal.Records.Count > 0)
        {
            journal.Dispose();
            throw new SetupException(
                SetupError.Busy, $"there is an operation {plan.Id} already", "Try again in a second.");
        }

        try
        {
            journal.Write(begun);
            return journal;
        }
        catch (Exception e) when (Operation.IsExpected(e))
        {
            journal.Dispose();
            try
            {
                _folder.DeleteJournal(plan.Id);
                machine.Commit();
            }
            catch (Exception second) when (Operation.IsExpected(second))
            {
                // The first failure is told; a journal that stays is an operation to undo, and is told as that.
            }

            throw;
        }
    }

    private OperationResult With(string id, Func<Operation, OperationState, OperationResult> run)
    {
        if (!PlanId.IsValid(id) || !_folder.Operations().Contains(id, StringComparer.Ordinal))
        {
            throw new SetupException(
                SetupError.NotFound, $"there is no operation {id}", "List the operations to see which there are.");
        }

        using (_folder.Lock())
        {
            machine.Sweep();
            using Journal journal = _folder.OpenJournal(id);
            if (journal.Records.Count == 0)
            {
                throw new SetupException(
                    SetupError.NotFound, $"operation {id} never began", "Nothing has to be done.");
            }

            OperationState state = new(journal.Records);
            return state.Phase is OperationPhase.Undone
                ? throw new SetupException(
                    SetupError.InvalidArgument, $"operation {id} is undone already", "Nothing has to be done.")
                : run(new(machine, package, _folder, journal, observer), state);
        }
    }

    /// <summary>Before a new operation: no other one is open, and old journals go.</summary>
    private void CloseBooks(CancellationToken cancellation)
    {
        IReadOnlyList<string> operations = _folder.Operations();
        foreach (string id in operations)
        {
            using Journal journal = _folder.OpenJournal(id, cancellation);
            if (journal.Records.Count == 0)
            {
                continue;
            }

            OperationState state = new(journal.Records);
            if (state.Phase is OperationPhase.AwaitsRestart)
            {
                // Its work is done; whether the restart came does not matter to what comes now.
                journal.Write(new(JournalRecordKind.Ended, Text.JsonValue.Record()));
            }
            else if (state.Phase is not (OperationPhase.Done or OperationPhase.Undone))
            {
                throw new SetupException(
                    SetupError.UnfinishedOperation,
                    $"operation {id} ({state.Plan.Kind}) was interrupted",
                    $"Resume or undo operation {id} first.");
            }

            cancellation.ThrowIfCancellationRequested();
        }

        foreach (string id in operations.Take(Math.Max(0, operations.Count - KeptJournals)))
        {
            _folder.DeleteJournal(id);
        }
    }

    /// <summary>Books of a finished operation although nothing is installed: removing them was interrupted.</summary>
    private bool IsLeftBehind(CancellationToken cancellation) =>
        Receipt is null && Operations(cancellation).Any(static o => o.Phase == OperationPhase.Done);

    private OperationResult CloseForGood(OperationResult result)
    {
        if (result.Phase != OperationPhase.Done || result.Plan.Components.Count > 0)
        {
            return result;
        }

        try
        {
            Tidy();
            return result;
        }
        catch (Exception e) when (Operation.IsExpected(e))
        {
            return result with
            {
                Warnings =
                [
                    .. result.Warnings,
                    $"all is done; only the books of the setup could not be removed: {e.Message}",
                ],
            };
        }
    }
}

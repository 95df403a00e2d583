using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Resources;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Operations;

/// <summary>How far an operation has come, as its journal tells.</summary>
public sealed class OperationState
{
    private readonly Dictionary<string, ResourceState> _before = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _done = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<IReadOnlyList<string>> _batches = [];

    /// <summary>Reads a journal.</summary>
    /// <param name="records">Its records.</param>
    /// <exception cref="SetupException">They make no sense (<see cref="SetupError.UnreadableJournal"/>).</exception>
    public OperationState(IReadOnlyList<JournalRecord> records)
    {
        try
        {
            if (records.Count == 0 || records[0].Kind != JournalRecordKind.Begun)
            {
                throw new FormatException("it does not begin with a plan");
            }

            Plan = Plan.FromJson(records[0].Body.Get("plan"));
            OldReceipt = records[0].Body.Find("receipt") is { } receipt ? Receipt.FromJson(receipt) : null;
            Phase = OperationPhase.Changing;
            foreach (JournalRecord record in records.Skip(1))
            {
                Add(record);
            }
        }
        catch (FormatException e)
        {
            throw new SetupException(
                SetupError.UnreadableJournal,
                $"the journal of the setup cannot be read: {e.Message}",
                "Use the version of the tools that wrote it, or keep the file for analysis.",
                e);
        }
    }

    /// <summary>What was planned.</summary>
    public Plan Plan { get; }

    /// <summary>What was installed before; null for nothing.</summary>
    public Receipt? OldReceipt { get; }

    /// <summary>Where it stands.</summary>
    public OperationPhase Phase { get; private set; }

    /// <summary>While it waits for a restart: the start of the system that has to be over.</summary>
    public string? BootIdentity { get; private set; }

    /// <summary>Why it was undone; null when it was not, or was asked for.</summary>
    public string? Failure { get; private set; }

    /// <summary>States before, of steps that were or are being changed, by id.</summary>
    public IReadOnlyDictionary<string, ResourceState> Before => _before;

    /// <summary>Whether files of the package are still needed to finish it.</summary>
    public bool NeedsPackage => Phase == OperationPhase.Changing
        && Plan.Changes.Any(s => s.Target.IsPresent && s.Resource.NeedsPackage && !IsDone(s.Id));

    /// <summary>Whether it was interrupted and has to be resumed or undone.</summary>
    public bool IsInterrupted =>
        Phase is OperationPhase.Changing or OperationPhase.Verified or OperationPhase.Undoing;

    /// <summary>Ids of the steps of each intent, in their order.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Batches => _batches;

    /// <summary>Whether it waits for a restart of Windows that has not come yet.</summary>
    /// <param name="machine">The machine; one that does not run has ended the start that had to be over.</param>
    public bool NeedsRestart(IMachine machine) =>
        Phase == OperationPhase.AwaitsRestart && BootIdentity == machine.Running?.Boot.Identity;

    /// <summary>Whether undoing it removes a component.</summary>
    public bool TakesAway(string component) =>
        Plan.Components.Contains(component, StringComparer.Ordinal)
        && !(OldReceipt?.Components ?? []).Contains(component, StringComparer.Ordinal);

    /// <summary>Whether a step was done.</summary>
    public bool IsDone(string id) => _done.Contains(id);

    /// <summary>The record that begins a journal.</summary>
    public static JournalRecord Begun(Plan plan, Receipt? receipt) => new(
        JournalRecordKind.Begun,
        JsonValue.Record(("plan", plan.ToJson()), ("receipt", receipt?.ToJson() ?? JsonValue.Null)));

    /// <summary>The record before steps are changed.</summary>
    public static JournalRecord Intent(IEnumerable<(string Id, ResourceState Before)> steps) => new(
        JournalRecordKind.Intent,
        JsonValue.Record(("steps", JsonValue.Of(steps.Select(static s =>
            JsonValue.Record(("id", JsonValue.Of(s.Id)), ("before", s.Before.ToJson())))))));

    /// <summary>The record after steps were changed.</summary>
    public static JournalRecord Done(IEnumerable<string> ids) =>
        new(JournalRecordKind.Done, JsonValue.Record(("ids", JsonValue.Of(ids))));

    /// <summary>Takes a record in.</summary>
    /// <exception cref="FormatException">It has not what it must have.</exception>
    public void Add(JournalRecord record)
    {
        switch (record.Kind)
        {
            case JournalRecordKind.Intent:
                AddIntent(record.Body.Get("steps").Items);
                break;
            case JournalRecordKind.Done:
                _done.UnionWith(record.Body.Get("ids").Items.Select(static i => i.AsText()));
                break;
            case JournalRecordKind.Verified:
                Phase = OperationPhase.Verified;
                break;
            case JournalRecordKind.AwaitsRestart:
                BootIdentity = record.Body.Get("boot").AsText();
                Phase = OperationPhase.AwaitsRestart;
                break;
            case JournalRecordKind.Undoing:
                Failure = record.Body.Find("failure")?.AsText();
                Phase = OperationPhase.Undoing;
                break;
            case JournalRecordKind.Ended:
                Phase = Phase == OperationPhase.Undoing ? OperationPhase.Undone : OperationPhase.Done;
                break;
            default:
                throw new FormatException("it begins twice");
        }
    }

    private void AddIntent(IReadOnlyList<JsonValue> steps)
    {
        List<string> ids = [];
        foreach (JsonValue step in steps)
        {
            string id = step.Get("id").AsText();
            _before[id] = ResourceState.FromJson(step.Get("before"));
            ids.Add(id);
        }

        _batches.Add(ids);
    }
}

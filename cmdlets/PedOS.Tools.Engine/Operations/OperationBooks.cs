using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Operations;

/// <summary>What the books of a machine tell. Reading them changes nothing and needs no package.</summary>
/// <param name="machine">The machine.</param>
public sealed class OperationBooks(IMachine machine)
{
    private readonly SetupFolder _folder = new(machine);

    /// <summary>What is installed; null when nothing is.</summary>
    /// <exception cref="SetupException">The receipt cannot be read.</exception>
    public Receipt? Receipt => _folder.ReadReceipt();

    /// <summary>Operations that are still in the books, oldest first.</summary>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="SetupException">A journal cannot be read, or an operation runs.</exception>
    public IReadOnlyList<OperationState> Operations(CancellationToken cancellation = default) =>
        [.. _folder.Operations().Select(id => Read(id, cancellation)).OfType<OperationState>()];

    /// <summary>An operation; null when there is none of this name, or it never began.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="SetupException">Its journal cannot be read, or it runs.</exception>
    public OperationState? Find(string id, CancellationToken cancellation = default) =>
        _folder.Operations().Contains(id, StringComparer.Ordinal) ? Read(id, cancellation) : null;

    private OperationState? Read(string id, CancellationToken cancellation)
    {
        IReadOnlyList<JournalRecord> records = _folder.ReadJournal(id, cancellation);
        return records.Count == 0 ? null : new OperationState(records);
    }
}

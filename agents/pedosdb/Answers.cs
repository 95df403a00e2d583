using PedOS.Protocols.Database;

namespace PedOS.DatabaseCommand;

/// <summary>How what was found is written to standard output.</summary>
internal abstract class Answers
{
    /// <summary>The value of a path that was read.</summary>
    public abstract Task ValueAsync(string path, byte[] value, CancellationToken cancellationToken);

    /// <summary>An entry that begins with a prefix.</summary>
    public abstract Task EntryAsync(DatabaseEntry entry, string prefix, CancellationToken cancellationToken);

    /// <summary>A path that begins with a prefix.</summary>
    public abstract Task PathAsync(string path, string prefix, CancellationToken cancellationToken);

    /// <summary>A path that has changed; it is to be seen at once.</summary>
    public abstract Task ChangeAsync(string path, CancellationToken cancellationToken);

    /// <summary>There is no more, and nothing has failed.</summary>
    public abstract Task FinishAsync(CancellationToken cancellationToken);
}

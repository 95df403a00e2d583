using PedOS.Protocols.Database;

namespace PedOS.Agents.Database;

/// <summary>
/// The configuration database as a program of this machine sees it: paths of at most 63 bytes that begin with a slash,
/// values of at most 3071 bytes without a NUL. Safe for many callers at once.
/// </summary>
public interface IDatabase : IAsyncDisposable
{
    /// <summary>Reads one value.</summary>
    /// <returns>The value, which may be empty; null when there is no such path.</returns>
    /// <exception cref="DatabaseException">The database cannot be reached, or refused.</exception>
    Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken);

    /// <summary>Reads every entry whose path begins with the given bytes, ordered by path.</summary>
    /// <param name="prefix">A beginning of paths, not a directory: <c>/a</c> finds <c>/ab</c>; empty finds all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DatabaseException">The database cannot be reached, or refused.</exception>
    Task<IReadOnlyList<DatabaseEntry>> ReadAllAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>The paths that begin with the given bytes, in order.</summary>
    /// <exception cref="DatabaseException">The database cannot be reached, or refused.</exception>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Creates or replaces one entry; the other side is told.</summary>
    /// <exception cref="DatabaseException">The database cannot be reached, or refused.</exception>
    Task WriteAsync(string path, ReadOnlyMemory<byte> value, CancellationToken cancellationToken);

    /// <summary>Removes an entry, or with a slash at the end everything below it.</summary>
    /// <returns>False when there was nothing.</returns>
    /// <exception cref="DatabaseException">The database cannot be reached, or refused.</exception>
    Task<bool> RemoveAsync(string path, CancellationToken cancellationToken);

    /// <summary>Tells of changes until cancelled, over every loss of the database.</summary>
    /// <param name="path">A path, or with a slash at the end everything below it.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>
    /// The changed paths. Also <paramref name="path"/> itself once the watch stands, and again each time after the
    /// database was lost and found: whoever reads then has missed nothing.
    /// </returns>
    IAsyncEnumerable<string> WatchAsync(string path, CancellationToken cancellationToken);
}

using PedOS.Protocols.FileCopy;

namespace PedOS.Agents.Files;

/// <summary>
/// A folder that files are received into, held open. What is in it is reached relative to it and never through a link,
/// so whoever renames or links something meanwhile leads nothing elsewhere. Names are UTF-8, or any bytes on Linux, and
/// are single ones: no separator, neither <c>.</c> nor <c>..</c>.
/// </summary>
public interface IIncomingFolder : IDisposable
{
    /// <summary>Whether links that lead to other names can be made here.</summary>
    bool HasLinks { get; }

    /// <summary>How something is really called here that is found under a name.</summary>
    /// <returns>
    /// Null when nothing is; another name where upper and lower case, or a short name, find the same.
    /// </returns>
    /// <exception cref="FileErrorException">The system does not tell.</exception>
    byte[]? FindName(ReadOnlySpan<byte> name);

    /// <summary>Opens a folder that is there.</summary>
    /// <returns>Null when nothing is found under the name.</returns>
    /// <exception cref="FileErrorException">It is no folder but a file or a link, or it cannot be opened.</exception>
    IIncomingFolder? TryOpenFolder(ReadOnlySpan<byte> name);

    /// <summary>Makes a folder that its owner alone may use, where the system has such rights, and opens it.</summary>
    /// <returns>Null when something is found under the name.</returns>
    /// <exception cref="FileErrorException">It cannot be made.</exception>
    IIncomingFolder? TryMakeFolder(ReadOnlySpan<byte> name);

    /// <summary>Begins a file.</summary>
    /// <returns>
    /// Null when something is found under the name; where files have none until they are kept, that may be told by
    /// <see cref="IIncomingFile.Write"/> or <see cref="IIncomingFile.Keep"/> instead.
    /// </returns>
    /// <exception cref="FileErrorException">It cannot be made.</exception>
    IIncomingFile? TryMakeFile(ReadOnlySpan<byte> name);

    /// <summary>Makes a link.</summary>
    /// <returns>False when something is found under the name.</returns>
    /// <exception cref="FileErrorException">It cannot be made.</exception>
    bool TryMakeLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target);

    /// <summary>Notes something of the folder; see <see cref="IIncomingFile.Note"/>.</summary>
    void Note(string name, ReadOnlySpan<byte> content);

    /// <summary>Gives it its permissions and times.</summary>
    /// <exception cref="FileErrorException">It cannot have them.</exception>
    void Finish(uint mode, EntryTime accessed, EntryTime modified);

    /// <summary>Bytes that this user may still write here.</summary>
    /// <exception cref="FileErrorException">The system does not tell.</exception>
    ulong GetFreeBytes();

    /// <summary>Takes everything that was received below it to the disk.</summary>
    /// <exception cref="FileErrorException">The disk fails.</exception>
    void Flush();
}

using PedOS.Protocols.FileCopy;

namespace PedOS.Agents.Files;

/// <summary>
/// A file that is being received. Until it is kept nobody sees what is in it, and it is gone when it is disposed or the
/// process ends, as far as the file system can do that.
/// </summary>
public interface IIncomingFile : IDisposable
{
    /// <summary>Adds to its end.</summary>
    /// <exception cref="FileErrorException">
    /// There is no room, or the disk fails, or something of its name exists.
    /// </exception>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Notes something beside the content, in a named stream (NTFS) or an extended attribute; not where the file system
    /// has neither.
    /// </summary>
    /// <param name="name">Name of the note.</param>
    /// <param name="content">The note.</param>
    /// <exception cref="FileErrorException">It has, and the note cannot be written.</exception>
    void Note(string name, ReadOnlySpan<byte> content);

    /// <summary>
    /// Gives it its name, permissions and times; nothing is written to it after that. May be called on another thread
    /// than uses its folder, as long as that is open.
    /// </summary>
    /// <exception cref="FileErrorException">Something of that name exists by now, or the disk fails.</exception>
    void Keep(uint mode, EntryTime accessed, EntryTime modified);
}

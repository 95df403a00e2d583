namespace PedOS.Tools.Engine.Machines;

/// <summary>
/// The files of a machine. Paths are absolute Windows paths as the machine itself sees them
/// (<c>C:\Program Files\...</c>), matched without regard to case whatever lies below. Nothing is followed: a symbolic
/// link, junction or other reparse point on the way is refused, because it may lead out of the image.
/// </summary>
/// <remarks>Every member throws <see cref="SetupException"/> with the path and what to do about it.</remarks>
public interface IFileTree
{
    /// <summary>What has this name; null when nothing has.</summary>
    FileEntry? Find(string path);

    /// <summary>Entries of a directory, by name in ordinal order; empty when there is no such directory.</summary>
    IReadOnlyList<FileEntry> List(string path);

    /// <summary>Opens a file for reading, shared.</summary>
    Stream OpenRead(string path);

    /// <summary>
    /// Writes a new file; nothing may have the name yet. Not durable before <see cref="IMachine.Commit"/>. A failure
    /// leaves nothing behind.
    /// </summary>
    /// <param name="path">Name of the new file; its directory exists.</param>
    /// <param name="content">Read from where it stands to its end.</param>
    /// <param name="access">Who may do what; null inherits from the directory.</param>
    /// <param name="written">Last write time it gets, UTC; null for now.</param>
    void Write(string path, Stream content, AccessRule? access, DateTime? written);

    /// <summary>
    /// Gives a file the name of another one, which it replaces if there is one: readers see the old or the new.
    /// </summary>
    /// <param name="from">Existing file.</param>
    /// <param name="to">New name, on the same volume.</param>
    void Move(string from, string to);

    /// <summary>
    /// Gives a file the name of another one, also of a program that runs: that one keeps running as it was. Where it
    /// is so, there is no file of the name for a moment, and a power cut may leave none.
    /// </summary>
    /// <param name="from">Existing file.</param>
    /// <param name="to">New name, on the same volume.</param>
    /// <returns>Whether what had the name is still in use.</returns>
    bool Replace(string from, string to);

    /// <summary>Deletes what was replaced or deleted while it was in use, and is in use no more.</summary>
    /// <returns>How many files that were replaced are still in use.</returns>
    int ClearInUse();

    /// <summary>Has a directory deleted at the next start of Windows, should it be empty then.</summary>
    /// <param name="path">The directory; all that is in it goes at that start too.</param>
    void DeleteDirectoryAtRestart(string path);

    /// <summary>
    /// Gives a file a second name where the volume can, and copies it (data, time, access) where it cannot.
    /// </summary>
    /// <param name="from">Existing file.</param>
    /// <param name="to">Second name; nothing may have it yet.</param>
    void Link(string from, string to);

    /// <summary>
    /// Deletes a file, also a program that runs; nothing happens when there is none. What is in use is kept aside
    /// until nobody uses it.
    /// </summary>
    void Delete(string path);

    /// <summary>Makes one directory; the one above exists. Nothing happens when it is there.</summary>
    void CreateDirectory(string path, AccessRule? access);

    /// <summary>Deletes an empty directory; nothing happens when there is none, or when it is not empty.</summary>
    void DeleteDirectory(string path);

    /// <summary>Gives a directory another name, which nothing has yet, on the same volume.</summary>
    void MoveDirectory(string from, string to);

    /// <summary>Sets who may do what with a file or directory.</summary>
    void SetAccess(string path, AccessRule access);

    /// <summary>
    /// Owner, group and list of a directory, self-relative; null when there is none, or the volume keeps no such thing.
    /// </summary>
    byte[]? FindSecurity(string path);

    /// <summary>Gives a directory the owner, group and list that <see cref="FindSecurity"/> has told.</summary>
    void SetSecurity(string path, byte[] descriptor);

    /// <summary>
    /// Opens a file that grows at its end, making it, for this caller alone: the journal, and the lock of an operation.
    /// </summary>
    /// <exception cref="SetupException">Somebody else has it open (<see cref="SetupError.Busy"/>).</exception>
    IAppendFile OpenAppend(string path);

    /// <summary>
    /// How many threads may work on different files at once; 1 when calls must come one after the other. More than that
    /// is of no use.
    /// </summary>
    int Parallelism { get; }

    /// <summary>
    /// Ends the waiting for a file that somebody holds. What is put back waits whoever wants an end: it is none then.
    /// </summary>
    CancellationToken Cancellation { get; set; }

    /// <summary>Bytes that can still be written.</summary>
    long FreeBytes { get; }
}

using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Volumes;

/// <summary>
/// What the image's files need from the system this program runs on, by the paths of that system. Nothing follows a
/// link. Calls fail with <see cref="SetupException"/>; <c>shown</c> is the name a person knows the file by.
/// </summary>
internal abstract class HostVolume
{
    /// <summary>The one of this system.</summary>
    public static HostVolume Current { get; } =
        Path.DirectorySeparatorChar == '\\' ? new WindowsVolume() : new PosixVolume();

    /// <summary>The path as files are opened with; long ones need a prefix on Windows.</summary>
    public abstract string Openable(string path);

    /// <summary>What has a name in a directory, whatever its case; the exact name first.</summary>
    public abstract FileEntry? Find(string directory, string name, string shown);

    /// <summary>Entries of a directory, in any order.</summary>
    public abstract IReadOnlyList<FileEntry> List(string directory, string shown);

    /// <summary>A name was added to a directory by us.</summary>
    public abstract void NameAdded(string directory, string name);

    /// <summary>A name was taken from a directory by us.</summary>
    public abstract void NameRemoved(string directory, string name);

    /// <summary>Gives a file another name, replacing what has it; both are in the same volume.</summary>
    public abstract void Rename(string from, string to, string shown);

    /// <summary>Gives a file a second name.</summary>
    /// <returns>Whether the volume can.</returns>
    public abstract bool TryLink(string from, string to, string shown);

    /// <summary>Stores a security descriptor.</summary>
    /// <param name="path">File or directory.</param>
    /// <param name="descriptor">Self-relative.</param>
    /// <param name="shown">For messages.</param>
    /// <returns>Whether the volume keeps such a thing.</returns>
    public abstract bool TrySetSecurity(string path, byte[] descriptor, string shown);

    /// <summary>The security descriptor; null when the volume keeps none.</summary>
    public abstract byte[]? FindSecurity(string path);

    /// <summary>
    /// Whether a new file gets what its directory hands down; if not, that has to be computed and set.
    /// </summary>
    public abstract bool InheritsSecurity { get; }

    /// <summary>Gives a file the owner, rights and attributes of another one.</summary>
    public abstract void CopyAccess(string from, string to, string shown);

    /// <summary>Makes a new file that its owner alone can read, where the directory does not see to that.</summary>
    public abstract void CreatePrivate(string path, string shown);

    /// <summary>Whether a file that is open and locked here can be renamed and replaced.</summary>
    public abstract bool RenamesOpenFiles { get; }

    /// <summary>Opens a file for reading without keeping anybody from writing or replacing it.</summary>
    public abstract FileStream OpenUnlocked(string path, string shown);

    /// <summary>Clears what keeps a file from being deleted by its owner.</summary>
    public abstract void PrepareDelete(string path);

    /// <summary>
    /// Says that a file is complete and will be flushed soon, so that the disk works while the next one is written.
    /// </summary>
    public abstract void BeginFlush(FileStream file);

    /// <summary>Makes files and names durable.</summary>
    /// <param name="root">Root of the image.</param>
    /// <param name="written">Files that were written since the last time.</param>
    /// <param name="shown">For messages.</param>
    public abstract void Flush(string root, IEnumerable<string> written, string shown);

    /// <summary>Makes one open file durable.</summary>
    /// <param name="file">Open for writing.</param>
    /// <param name="shown">For messages.</param>
    public virtual void FlushFile(FileStream file, string shown)
    {
        int error = DiskFlush.Try(file);
        if (error != 0)
        {
            throw Path.DirectorySeparatorChar == '\\'
                ? ImageFailure.OfWindows($"flush {shown}", error)
                : ImageFailure.OfLinux($"flush {shown}", error);
        }
    }

    /// <summary>Makes the names in a directory durable.</summary>
    public abstract void FlushDirectory(string directory, string shown);

    /// <summary>Bytes that can still be written below a directory.</summary>
    public abstract long FreeBytes(string directory);

    /// <summary>Fails when a directory cannot be written, without writing.</summary>
    public abstract void CheckWritable(string directory, string shown);
}

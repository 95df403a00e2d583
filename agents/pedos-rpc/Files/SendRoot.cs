using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;

namespace PedOS.Rpc.Files;

/// <summary>Something that a person asked to be sent.</summary>
/// <param name="Above">The folder that it lies in.</param>
/// <param name="Name">Its name there, and at the other end.</param>
internal sealed record SendRoot(IOutgoingFolder Above, byte[] Name) : IDisposable
{
    /// <summary>Finds it.</summary>
    /// <param name="path">As it was written; a separator at the end does not count.</param>
    /// <param name="open">Opens a folder by its path.</param>
    /// <exception cref="IOException">There is no such thing, or it has no name that could be sent.</exception>
    public static SendRoot Find(string path, Func<string, IOutgoingFolder> open)
    {
        string full = path.Length > 0
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))
            : throw new IOException("a name is empty");
        string? above = Path.GetDirectoryName(full);
        byte[] name = WideName.ToBytes(Path.GetFileName(full));
        if (above is null || !EntryPath.IsLegal(name))
        {
            throw new IOException($"{path} has no name under which it could be sent");
        }

        IOutgoingFolder folder = open(above);
        try
        {
            _ = folder.Look(name);
            return new SendRoot(folder, name);
        }
        catch (FileErrorException e)
        {
            folder.Dispose();
            throw new IOException($"{path}: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Above.Dispose();
}

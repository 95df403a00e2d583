namespace PedOS.Agents.Files;

/// <summary>
/// A folder that is sent, held open. What is in it is reached relative to it and never through a link: there are no
/// circles, and nothing is sent that lies elsewhere. Names are bytes; on Windows those of <see cref="WideName"/>.
/// </summary>
public interface IOutgoingFolder : IDisposable
{
    /// <summary>Names in it, in the order of the file system, without <c>.</c> and <c>..</c>.</summary>
    /// <exception cref="FileErrorException">It cannot be read.</exception>
    IEnumerable<byte[]> List();

    /// <summary>Looks at something; a link is looked at itself.</summary>
    /// <exception cref="FileErrorException">It is gone, or not to be seen.</exception>
    OutgoingStatus Look(byte[] name);

    /// <summary>Opens a folder in it.</summary>
    /// <exception cref="FileErrorException">It is none, or cannot be opened.</exception>
    IOutgoingFolder OpenFolder(byte[] name);

    /// <summary>Opens a file in it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="seen">What was found under the name before; what is opened is looked at again.</param>
    /// <exception cref="FileErrorException">It is none, or cannot be opened, or was replaced meanwhile.</exception>
    IOutgoingFile OpenFile(byte[] name, in OutgoingStatus seen);

    /// <summary>Where a link leads, with slashes.</summary>
    /// <exception cref="FileErrorException">It is none.</exception>
    byte[] ReadLink(byte[] name);

    /// <summary>Removes a file, a link, or a folder that is empty.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="expected">What must be found under the name.</param>
    /// <returns>False when something else is there, or the folder is not empty: it stays.</returns>
    /// <exception cref="FileErrorException">It cannot be removed.</exception>
    bool TryRemove(byte[] name, in OutgoingStatus expected);
}

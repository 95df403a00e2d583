namespace PedOS.Protocols.FileCopy;

/// <summary>What an entry is.</summary>
public enum EntryKind
{
    /// <summary>A device, a pipe, a socket: nothing that travels.</summary>
    Other,

    /// <summary>A regular file; its data follows.</summary>
    File,

    /// <summary>A directory; sent before and again after what is in it, the second time for its times.</summary>
    Directory,

    /// <summary>A symbolic link; its target follows.</summary>
    Link,
}

namespace PedOS.Protocols.FileCopy;

/// <summary>Numbers that an answer tells a sender: those of Linux, whatever system receives.</summary>
public static class FileCopyError
{
    /// <summary>Everything has arrived and is flushed.</summary>
    public const uint None = 0;

    /// <summary>A folder of the name was not sent before.</summary>
    public const uint ENOENT = 2;

    /// <summary>Reading or writing failed.</summary>
    public const uint EIO = 5;

    /// <summary>The receiver may not write there.</summary>
    public const uint EACCES = 13;

    /// <summary>Something of that name exists; nothing is ever overwritten.</summary>
    public const uint EEXIST = 17;

    /// <summary>A part of the name is no folder.</summary>
    public const uint ENOTDIR = 20;

    /// <summary>Neither file, directory nor link, or a number out of range.</summary>
    public const uint EINVAL = 22;

    /// <summary>The volume is full.</summary>
    public const uint ENOSPC = 28;

    /// <summary>The name, or the target of a link, is longer than <see cref="FileCopyAbi.MaxName"/>.</summary>
    public const uint ENAMETOOLONG = 36;

    /// <summary>A link leads out of the folder it came in.</summary>
    public const uint ENOLINK = 67;

    /// <summary>A name that must not be.</summary>
    public const uint EILSEQ = 84;

    /// <summary>The stream ended before its end was told.</summary>
    public const uint EREMOTEIO = 121;

    /// <summary>More bytes or files than the receiver takes.</summary>
    public const uint EDQUOT = 122;

    /// <summary>The stream ended inside a name, a file or a target (upstream: LEGAL_EOF).</summary>
    public const uint StreamCut = 31415926;

    /// <summary>What a person is told about a number; the name goes before it.</summary>
    public static string Text(uint error) => error switch
    {
        None => "everything has arrived",
        ENOENT => "a folder of it does not exist there",
        EACCES => "the other machine may not write there",
        EEXIST => "it exists there already, and nothing is overwritten; remove it there, or send it under another name",
        ENOTDIR => "a part of its path is not a folder there",
        EINVAL => "the other machine does not take this kind of file",
        ENOSPC => "the other machine has no room left",
        ENAMETOOLONG => "its name is too long",
        ENOLINK => "the link leads out of what is sent",
        EILSEQ => "the other machine does not take names with these characters",
        EREMOTEIO or StreamCut => "the connection ended before everything was sent",
        EDQUOT => "it is more than the other machine takes",
        _ => $"the other machine reports error {error}",
    };
}

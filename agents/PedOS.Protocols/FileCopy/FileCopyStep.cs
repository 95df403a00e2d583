namespace PedOS.Protocols.FileCopy;

/// <summary>What a <see cref="FileCopyReader"/> has found.</summary>
public enum FileCopyStep
{
    /// <summary>The bytes end before the next step does.</summary>
    NeedMore,

    /// <summary>An entry begins; a link comes with its target, and is whole with that.</summary>
    Entry,

    /// <summary>Bytes of the file that began.</summary>
    Data,

    /// <summary>The file that began is whole.</summary>
    FileEnd,

    /// <summary>The sender has sent everything.</summary>
    End,
}

namespace PedOS.Tools.Engine.Machines;

/// <summary>What a directory entry is.</summary>
public enum FileKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link, junction or other reparse point; never followed.</summary>
    Link,
}

namespace PedOS.Agents.Files;

/// <summary>A file or folder cannot be made, read or written.</summary>
/// <param name="error">
/// Linux' number of the reason, on every system: what the other machine is told
/// (<see cref="Protocols.FileCopy.FileCopyError"/>).
/// </param>
/// <param name="message">What failed, on what.</param>
public sealed class FileErrorException(uint error, string message) : IOException(message)
{
    /// <summary>Linux' number of the reason.</summary>
    public uint Error { get; } = error;
}

namespace PedOS.Rpc.Files;

/// <summary>A whole file could not be kept; by then others may have been received.</summary>
/// <param name="error">Linux' number of the reason.</param>
/// <param name="path">The sender's name of the file.</param>
/// <param name="message">What failed.</param>
internal sealed class KeepException(uint error, ReadOnlyMemory<byte> path, string message) : IOException(message)
{
    /// <summary>Linux' number of the reason.</summary>
    public uint Error { get; } = error;

    /// <summary>The sender's name of the file.</summary>
    public ReadOnlyMemory<byte> Path { get; } = path;
}

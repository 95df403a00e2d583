namespace PedOS.Protocols.FileCopy;

/// <summary>What arrives cannot be taken: the receiver answers with <see cref="Error"/> and reads no further.</summary>
/// <param name="error">One of <see cref="FileCopyError"/>, not <see cref="FileCopyError.None"/>.</param>
/// <param name="lastName">What the answer names: the name, the target of a link, or nothing.</param>
/// <param name="message">What was wrong, for the log.</param>
public sealed class FileCopyException(uint error, ReadOnlyMemory<byte> lastName, string message) : Exception(message)
{
    /// <summary>Number for the answer.</summary>
    public uint Error { get; } = error;

    /// <summary>Bytes for the answer, as they came.</summary>
    public ReadOnlyMemory<byte> LastName { get; } = lastName;
}

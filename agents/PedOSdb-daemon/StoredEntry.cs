using PedOS.Protocols.Database;

namespace PedOS.DatabaseDaemon;

/// <summary>
/// One entry, kept as the message that a MULTIREAD answers with, so that answering is copying. Never changed: a new
/// value is a new entry, and answers under way keep the old one.
/// </summary>
internal sealed class StoredEntry
{
    private readonly byte[] _message;
    private readonly byte _pathLength;

    /// <summary>Copies a path and a value that the protocol allows.</summary>
    public StoredEntry(ReadOnlySpan<byte> path, ReadOnlySpan<byte> value)
    {
        _message = DatabaseWriter.Build(DatabaseMessageType.RespMultiRead, path, value);
        _pathLength = (byte)path.Length;
    }

    /// <summary>Its path.</summary>
    public ReadOnlySpan<byte> Path => _message.AsSpan(DatabaseAbi.PathOffset, _pathLength);

    /// <summary>Its value.</summary>
    public ReadOnlySpan<byte> Value => _message.AsSpan(DatabaseAbi.HeaderSize);

    /// <summary>RESP_MULTIREAD of this entry.</summary>
    public ReadOnlySpan<byte> Message => _message;

    /// <summary>What it counts for the limit of the store: bytes of path and value.</summary>
    public int Weight => _pathLength + Value.Length;
}

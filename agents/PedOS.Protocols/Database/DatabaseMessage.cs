namespace PedOS.Protocols.Database;

/// <summary>One message; its parts point into the buffer it was read from.</summary>
public readonly ref struct DatabaseMessage
{
    /// <summary>Creates the message.</summary>
    public DatabaseMessage(DatabaseMessageType type, ReadOnlySpan<byte> path, ReadOnlySpan<byte> data)
    {
        Type = type;
        Path = path;
        Data = data;
    }

    /// <summary>Type of the message.</summary>
    public DatabaseMessageType Type { get; }

    /// <summary>At most 63 bytes without a NUL; may be empty.</summary>
    public ReadOnlySpan<byte> Path { get; }

    /// <summary>At most 3071 bytes.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Whether it is the end of the entries of a MULTIREAD, or of the paths of a LIST.</summary>
    public bool IsEnd => Path.IsEmpty;
}

namespace PedOS.Protocols.Database;

/// <summary>One request of a local client; its parts point into the buffer or the reader it came from.</summary>
public readonly ref struct ClientRequest
{
    /// <summary>Creates the request.</summary>
    public ClientRequest(
        DatabaseMessageType type, ReadOnlySpan<byte> path, ReadOnlySpan<byte> data, bool isRefused)
    {
        Type = type;
        Path = path;
        Data = data;
        IsRefused = isRefused;
    }

    /// <summary>What is asked for; any number at all when refused.</summary>
    public DatabaseMessageType Type { get; }

    /// <summary>Its path, to be echoed in the answer.</summary>
    public ReadOnlySpan<byte> Path { get; }

    /// <summary>The value of a WRITE, not yet judged; empty for all others.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Whether its form was wrong: the answer is RESP_ERROR, and the client stays connected.</summary>
    public bool IsRefused { get; }
}

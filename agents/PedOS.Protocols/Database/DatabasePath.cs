using System.Buffers;

namespace PedOS.Protocols.Database;

/// <summary>What a path and a value may be made of.</summary>
public static class DatabasePath
{
    private static readonly SearchValues<byte> LegalBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-/.:@"u8);

    /// <summary>
    /// Whether every byte may be in a path of a request: letters and digits of ASCII and <c>_-/.:@</c>, no <c>-</c> at
    /// the start. The empty path is legal.
    /// </summary>
    public static bool IsLegal(ReadOnlySpan<byte> path) =>
        path.Length <= DatabaseAbi.MaxPath && !path.ContainsAnyExcept(LegalBytes)
        && (path.IsEmpty || path[0] != (byte)'-');

    /// <summary>Whether an entry may have this path: legal, begins with a slash, does not end with one.</summary>
    public static bool IsStorable(ReadOnlySpan<byte> path) =>
        path.Length >= 2 && path[0] == (byte)'/' && path[^1] != (byte)'/' && IsLegal(path);

    /// <summary>Whether an entry may have this value: at most 3071 bytes, none of them NUL.</summary>
    public static bool IsStorableValue(ReadOnlySpan<byte> value) =>
        value.Length <= DatabaseAbi.MaxValue && !value.Contains((byte)0);

    /// <summary>Whether this means everything below it and not an entry.</summary>
    public static bool IsDirectory(ReadOnlySpan<byte> path) => !path.IsEmpty && path[^1] == (byte)'/';
}

namespace PedOS.Protocols.Database;

/// <summary>One entry of the configuration database.</summary>
/// <param name="Path">Its path, at most 63 ASCII characters.</param>
/// <param name="Value">Its value, at most 3071 bytes; the database does not say of which encoding.</param>
public sealed record DatabaseEntry(string Path, byte[] Value);

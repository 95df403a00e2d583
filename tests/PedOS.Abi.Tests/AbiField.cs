namespace PedOS.Abi.Tests;

/// <summary>A field of a native structure.</summary>
/// <param name="Name">Its name here.</param>
/// <param name="Offset">Bytes before it.</param>
/// <param name="Size">Its bytes.</param>
public sealed record AbiField(string Name, int Offset, int Size);

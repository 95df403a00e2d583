namespace PedOS.Abi.Tests;

/// <summary>A number as the product declares it.</summary>
/// <param name="Owner">Full name of the type that declares it.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Value">Its value, the sign carried to 64 bits.</param>
/// <param name="Size">Bytes of its type.</param>
public sealed record AbiConstant(string Owner, string Name, long Value, int Size);

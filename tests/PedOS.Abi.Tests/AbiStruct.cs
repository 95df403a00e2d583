namespace PedOS.Abi.Tests;

/// <summary>A native structure as the product declares it.</summary>
/// <param name="Owner">Full name of its type.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Fields">Its fields, in the order of their declaration.</param>
public sealed record AbiStruct(string Owner, int Size, IReadOnlyList<AbiField> Fields);

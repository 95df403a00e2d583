namespace PedOS.Abi.Tests;

/// <summary>A native function as the product declares it.</summary>
/// <param name="Owner">Full name of the type that declares it.</param>
/// <param name="Name">Its name in the library.</param>
/// <param name="Library">The library, in lower case and without its extension.</param>
/// <param name="Result">Bytes of what it returns; 0 for nothing.</param>
/// <param name="Parameters">Bytes of each parameter.</param>
public sealed record AbiFunction(
    string Owner, string Name, string Library, int Result, IReadOnlyList<int> Parameters);

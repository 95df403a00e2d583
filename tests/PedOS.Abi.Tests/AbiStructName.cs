namespace PedOS.Abi.Tests;

/// <summary>What a structure is called in headers.</summary>
/// <param name="Name">Its type.</param>
/// <param name="Fields">Its fields in our order, separated by blanks; a path leads into one inside.</param>
public sealed record AbiStructName(string Name, string Fields)
{
    /// <summary>Only the first part is declared here: others make it.</summary>
    public bool IsPart { get; init; }
}

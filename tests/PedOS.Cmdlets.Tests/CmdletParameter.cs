namespace PedOS.Cmdlets.Tests;

/// <summary>A parameter as the metadata of its cmdlet declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Full name of its type; of the type that may be missing, when it is one that may.</param>
/// <param name="IsNullable">Whether it is a number or time that may be missing.</param>
/// <param name="Rules">Names of its attributes.</param>
/// <param name="IsList">Whether the rule for texts says that it takes many.</param>
public sealed record CmdletParameter(
    string Name, string Type, bool IsNullable, IReadOnlyList<string> Rules, bool IsList);

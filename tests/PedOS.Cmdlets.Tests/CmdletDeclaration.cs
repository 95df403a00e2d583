namespace PedOS.Cmdlets.Tests;

/// <summary>A cmdlet as its metadata declares it.</summary>
/// <param name="TypeName">Its class.</param>
/// <param name="Verb">Its verb.</param>
/// <param name="Noun">Its noun.</param>
/// <param name="SupportsShouldProcess">Whether it has -WhatIf and -Confirm.</param>
/// <param name="Outputs">Full names of the types it says that it gives.</param>
/// <param name="Parameters">Its own parameters, inherited ones included.</param>
public sealed record CmdletDeclaration(
    string TypeName,
    string Verb,
    string Noun,
    bool SupportsShouldProcess,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<CmdletParameter> Parameters)
{
    /// <summary>As it is typed.</summary>
    public string Name => Verb + "-" + Noun;
}

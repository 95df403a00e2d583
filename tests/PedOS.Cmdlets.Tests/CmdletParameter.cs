namespace PedOS.Cmdlets.Tests;

/// <summary>A parameter as the metadata of its cmdlet declares it.</summary>
/// <param name="Name">Its name.</param>
public sealed record CmdletParameter(string Name);

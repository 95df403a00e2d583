namespace PedOS.Build.Packaging;

/// <summary>A package of somebody else whose code is compiled into what is shipped.</summary>
/// <param name="Name">Its name in the registry it comes from.</param>
/// <param name="Version">Its version.</param>
/// <param name="Licence">SPDX expression, as its own description states it.</param>
/// <param name="Sha512">Hash of the package file, base64; null when the registry's cache does not tell.</param>
public sealed record BuildPart(string Name, string Version, string Licence, string? Sha512);

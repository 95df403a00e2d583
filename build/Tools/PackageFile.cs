namespace PedOS.Build.Tools;

/// <summary>A file that is shipped.</summary>
/// <param name="Path">Where it is in the package, parts separated by slashes.</param>
/// <param name="Component">Component of the product that it belongs to.</param>
/// <param name="Source">The file it is copied from.</param>
public sealed record PackageFile(string Path, string Component, string Source);

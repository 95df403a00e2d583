namespace PedOS.Tools.Engine.Status;

/// <summary>A driver of the product.</summary>
/// <param name="Name">File name of its INF.</param>
/// <param name="Component">Component it belongs to.</param>
/// <param name="Version">Version of its DriverVer line.</param>
/// <param name="State">Where it is.</param>
public sealed record DriverStatus(string Name, string Component, string Version, DriverState State);

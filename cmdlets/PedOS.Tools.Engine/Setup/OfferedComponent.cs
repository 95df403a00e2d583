using PedOS.Tools.Contracts.Product;

namespace PedOS.Tools.Engine.Setup;

/// <summary>A component, as it is offered to somebody who chooses.</summary>
/// <param name="Component">What it is.</param>
/// <param name="IsAvailable">Whether the package has it; those that need no files are always there.</param>
/// <param name="IsInstalled">Whether it is installed; installing anything leaves it there.</param>
/// <param name="IsUsual">Whether it is installed when nobody chooses.</param>
public sealed record OfferedComponent(Component Component, bool IsAvailable, bool IsInstalled, bool IsUsual);

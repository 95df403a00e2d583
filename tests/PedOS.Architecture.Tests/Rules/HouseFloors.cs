namespace PedOS.Architecture.Tests.Rules;

/// <summary>The floors of the projects of this tree.</summary>
public static class HouseFloors
{
    /// <summary>What changes machines.</summary>
    public static FloorPlan Engine { get; } = new(
        "cmdlets/PedOS.Tools.Engine",
        [""],
        ["Native", "Text"],
        ["Machines", "Signatures"],
        ["Foreign", "Live", "Packages", "Product", "Shell", "Volumes"],
        ["Configuration", "Hives", "Resources"],
        ["Books", "Images", "Logs", "Programs"],
        ["Access", "Plans", "Qrexec"],
        ["Operations"],
        ["Health", "Status"],
        ["Diagnostics", "Setup"]);

    /// <summary>What builds, tests and packs.</summary>
    public static FloorPlan Build { get; } = new(
        "build", ["Tools"], ["Signing"], ["Drivers"], ["Packaging"], ["Lanes"], ["Targets"]);

    /// <summary>Names, and the catalogue made of them.</summary>
    public static FloorPlan Contracts { get; } = new("cmdlets/PedOS.Tools.Contracts", [""], ["Product"]);

    /// <summary>Every project that has floors.</summary>
    public static IReadOnlyList<FloorPlan> All { get; } = [Engine, Build, Contracts];
}

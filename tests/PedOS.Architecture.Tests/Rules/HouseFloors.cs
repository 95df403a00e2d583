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
    public static FloorPlan Contracts { get; } = new("cmdlets/PedOS.Tools.Contracts", [""], ["Files", "Product"]);

    /// <summary>What is the same on both systems; at the top the frame that puts programs together.</summary>
    public static FloorPlan Agents { get; } = new(
        "agents/PedOS.Agents",
        ["Async"],
        ["Clipboard", "Clock", "Files", "Logging", "Network", "Processes", "Sessions", "Vchan"],
        ["LocalEndpoints", "Settings", "Vchan/Sockets"],
        ["Database", "Qrexec"],
        ["Presence"],
        ["Hosting"]);

    /// <summary>Ports of the agents on Windows; at the top the system as a whole.</summary>
    public static FloorPlan AgentsOnWindows { get; } = new(
        "agents/PedOS.Agents.Windows",
        ["", "Interop"],
        ["Clipboard", "Logging", "Network", "Pipes", "Security", "Settings"],
        ["Clock", "Files", "LocalEndpoints", "Sessions"],
        ["Processes"],
        ["Qrexec"],
        ["Hosting"]);

    /// <summary>The same on Linux.</summary>
    public static FloorPlan AgentsOnLinux { get; } = new(
        "agents/PedOS.Agents.Posix",
        ["", "Native"],
        [
            "Clipboard", "Clock", "Files", "LocalEndpoints", "Logging", "Network", "Processes", "Qrexec", "Sessions",
            "Settings", "Streams",
        ],
        ["Hosting"]);

    /// <summary>Bytes of each protocol; the wrapper carries qrexec's values.</summary>
    public static FloorPlan Protocols { get; } = new(
        "agents/PedOS.Protocols",
        [""],
        ["Clipboard", "Clock", "Database", "FileCopy", "Network", "Qrexec", "Vchan"],
        ["Wrapper"]);

    /// <summary>Cmdlets; none knows another folder's.</summary>
    public static FloorPlan Cmdlets { get; } = new(
        "cmdlets/PedOS.Tools.Cmdlets",
        ["", "Completion", "Views"],
        ["Base"],
        ["Agents", "Configuration", "Database", "Drivers", "Logs", "Network", "Qrexec", "Setup"]);

    /// <summary>Every project that has floors.</summary>
    public static IReadOnlyList<FloorPlan> All { get; } =
        [Engine, Build, Contracts, Cmdlets, Protocols, Agents, AgentsOnWindows, AgentsOnLinux];
}

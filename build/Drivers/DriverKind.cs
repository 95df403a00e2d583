using PedOS.Tools.Contracts.Product;

namespace PedOS.Build.Drivers;

/// <summary>A driver that the product knows; others are not shipped.</summary>
/// <param name="Name">Name of its INF without the extension, lower case.</param>
/// <param name="Component">Component of the product that it belongs to.</param>
/// <param name="DeviceClass">Class of its devices, as the INF names it.</param>
/// <param name="ClassId">The class's id: devguid.h.</param>
/// <param name="Needs">The driver of the bus its devices are on; null when that is no driver of ours.</param>
public sealed record DriverKind(string Name, string Component, string DeviceClass, Guid ClassId, string? Needs)
{
    private static readonly Guid System = new("4d36e97d-e325-11ce-bfc1-08002be10318");
    private static readonly Guid Net = new("4d36e972-e325-11ce-bfc1-08002be10318");
    private static readonly Guid Disks = new("4d36e97b-e325-11ce-bfc1-08002be10318");

    /// <summary>All of them, in the order of installation: each after the one it needs.</summary>
    public static IReadOnlyList<DriverKind> All { get; } =
    [
        new("xenbus", ComponentNames.XenBase, "System", System, null),
        new("xeniface", ComponentNames.XenBase, "System", System, "xenbus"),
        new("xenvif", ComponentNames.XenNetwork, "System", System, "xenbus"),
        new("xennet", ComponentNames.XenNetwork, "Net", Net, "xenvif"),
        new("xenvbd", ComponentNames.XenDisk, "SCSIAdapter", Disks, "xenbus"),
    ];

    /// <summary>The kind that an INF of this name is of; null for none.</summary>
    public static DriverKind? Find(string name) =>
        All.FirstOrDefault(k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

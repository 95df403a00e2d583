namespace PedOS.Tools.Contracts.Product;

/// <summary>The components of the product, each written once.</summary>
public static class ProductComponents
{
    /// <summary>In the order of installation: each after those it needs.</summary>
    public static IReadOnlyList<Component> All { get; } =
    [
        new(
            ComponentNames.Shared,
            "Shared files",
            "The setup program, settings and event sources that everything else needs.",
            ComponentDefault.Required,
            true),
        new(
            ComponentNames.XenBase,
            "Xen base drivers",
            "The Xen bus and its interface for programs. Without them the services find no way to dom0.",
            ComponentDefault.On,
            true,
            ComponentNames.Shared),
        new(
            ComponentNames.XenDisk,
            "Xen disk driver",
            "Faster disks. Off by default: a disk driver that fails keeps Windows from starting.",
            ComponentDefault.Off,
            true,
            ComponentNames.XenBase),
        new(
            ComponentNames.XenNetwork,
            "Xen network drivers",
            "Faster network, and adapters that come and go while Windows runs.",
            ComponentDefault.On,
            true,
            ComponentNames.XenBase),
        new(
            ComponentNames.Agent,
            "Core agent",
            "Calls from and to dom0 and other machines, the configuration database, the network's settings.",
            ComponentDefault.On,
            true,
            ComponentNames.Shared),
        new(
            ComponentNames.MoveProfiles,
            "Profiles on the private disk",
            "Moves the users' profiles to the private disk at the next start, so that machines made from a template " +
            "keep their users' files.",
            ComponentDefault.OnInTemplates,
            true,
            ComponentNames.Agent),
        new(
            ComponentNames.Gui,
            "GUI agent",
            "Shows the windows of this machine on the trusted desktop.",
            ComponentDefault.On,
            true,
            ComponentNames.Agent),
        new(
            ComponentNames.DisableUac,
            "User account control off",
            "Programs of administrators get all rights without asking. Off by default: it removes a barrier inside " +
            "the machine, and Store apps of the built-in administrator stop working.",
            ComponentDefault.Off,
            false,
            ComponentNames.Shared),
        new(
            ComponentNames.AutomaticLogon,
            "Automatic logon",
            "Logs a user on when Windows starts, with a new random password that nobody knows. Off by default: files " +
            "encrypted with EFS and stored credentials of that user are lost, and the old password does not come back.",
            ComponentDefault.Off,
            false,
            ComponentNames.Shared),
    ];

    /// <summary>Those that are drivers.</summary>
    public static IReadOnlyList<Component> Drivers { get; } =
        [.. All.Where(static c =>
            c.Name is ComponentNames.XenBase or ComponentNames.XenDisk or ComponentNames.XenNetwork)];
}

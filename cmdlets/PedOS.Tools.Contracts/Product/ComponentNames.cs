namespace PedOS.Tools.Contracts.Product;

/// <summary>The components, as users name them.</summary>
public static class ComponentNames
{
    /// <summary>What all others need; always installed.</summary>
    public const string Shared = "Shared";

    /// <summary>Drivers for the Xen bus and its interface for programs.</summary>
    public const string XenBase = "XenBase";

    /// <summary>Driver for Xen disks.</summary>
    public const string XenDisk = "XenDisk";

    /// <summary>Drivers for Xen network adapters.</summary>
    public const string XenNetwork = "XenNetwork";

    /// <summary>Services for calls, the configuration database and the network.</summary>
    public const string Agent = "Agent";

    /// <summary>Profiles on the private disk.</summary>
    public const string MoveProfiles = "MoveProfiles";

    /// <summary>Windows on the trusted desktop.</summary>
    public const string Gui = "Gui";

    /// <summary>User account control off.</summary>
    public const string DisableUac = "DisableUac";

    /// <summary>A user is logged on by itself.</summary>
    public const string AutomaticLogon = "AutomaticLogon";
}

namespace PedOS.Tools.Engine.Status;

/// <summary>Where a driver is.</summary>
public enum DriverState
{
    /// <summary>In the package, and not on the machine.</summary>
    Available,

    /// <summary>On the machine, and installed when it starts for the first time.</summary>
    AtFirstStart,

    /// <summary>Installed by these tools, and gone from the driver store since.</summary>
    Missing,

    /// <summary>Installed.</summary>
    Installed,

    /// <summary>Installed by others, and used as it is.</summary>
    Adopted,

    /// <summary>Installed by others and adopted, and another one or gone since.</summary>
    Changed,
}

namespace PedOS.Tools.Engine.Machines;

/// <summary>When a service starts; the numbers are those of the registry value <c>Start</c>.</summary>
public enum ServiceStart
{
    /// <summary>By the boot loader; drivers only.</summary>
    Boot = 0,

    /// <summary>While the kernel starts; drivers only.</summary>
    System = 1,

    /// <summary>With the system.</summary>
    Automatic = 2,

    /// <summary>When something asks for it.</summary>
    Demand = 3,

    /// <summary>Never.</summary>
    Disabled = 4,
}

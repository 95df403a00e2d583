namespace PedOS.Tools.Engine.Plans;

/// <summary>What an operation is for.</summary>
public enum PlanKind
{
    /// <summary>Components are added.</summary>
    Install,

    /// <summary>Components, or everything, are removed.</summary>
    Uninstall,

    /// <summary>What is installed is made whole again.</summary>
    Repair,

    /// <summary>What is installed is replaced by a newer version.</summary>
    Update,

    /// <summary>What had to wait for the first start of an image.</summary>
    FirstStart,
}

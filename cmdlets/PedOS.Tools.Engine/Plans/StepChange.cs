namespace PedOS.Tools.Engine.Plans;

/// <summary>What a step does.</summary>
public enum StepChange
{
    /// <summary>Nothing: the resource is as it should be.</summary>
    None,

    /// <summary>The resource is made.</summary>
    Add,

    /// <summary>The resource gets another state.</summary>
    Replace,

    /// <summary>The resource is removed.</summary>
    Remove,
}

namespace PedOS.Tools.Contracts.Product;

/// <summary>When a component is installed although nobody named it.</summary>
public enum ComponentDefault
{
    /// <summary>Always, and it cannot be left out.</summary>
    Required,

    /// <summary>Yes, when the package has it.</summary>
    On,

    /// <summary>In templates, when the package has it.</summary>
    OnInTemplates,

    /// <summary>No.</summary>
    Off,
}

namespace PedOS.Tools.Contracts.Product;

/// <summary>The system whose rules for paths and accounts hold: that of the machine which a setting is for.</summary>
public enum GuestSystem
{
    /// <summary>What the product is made for; also when an image of it is changed elsewhere.</summary>
    Windows,

    /// <summary>Agents in development and tests.</summary>
    Linux,
}

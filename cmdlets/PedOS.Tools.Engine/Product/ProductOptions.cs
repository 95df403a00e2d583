namespace PedOS.Tools.Engine.Product;

/// <summary>Choices of an installation beside its components.</summary>
/// <param name="IsTemplate">
/// Whether other machines are made from this one: fast startup and hibernation go off, because their image of memory
/// does not fit a disk that is thrown away, and Windows Update stops restarting by itself.
/// </param>
/// <param name="LogonAccount">The account that automatic logon is for; null when that is not chosen.</param>
/// <param name="AdoptsDrivers">
/// Whether Xen drivers that others have installed are used as they are, instead of drivers of the package.
/// </param>
public sealed record ProductOptions(
    bool IsTemplate = false, string? LogonAccount = null, bool AdoptsDrivers = false);

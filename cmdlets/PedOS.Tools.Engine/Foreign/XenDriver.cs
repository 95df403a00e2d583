namespace PedOS.Tools.Engine.Foreign;

/// <summary>A Xen driver that a device of a machine uses.</summary>
/// <param name="Name">As its developers call it: <c>xenbus</c>, <c>xeniface</c>, <c>xenvif</c> and so on.</param>
/// <param name="Version">DriverVer version, for example <c>9.1.0.3</c>.</param>
/// <param name="Provider">Who provides it, by its own word.</param>
/// <param name="StoreName">Name of its INF in the driver store, for example <c>oem7.inf</c>.</param>
/// <param name="Vendor">Who built it, in the name of its device: <c>XP0001</c>; "" where the name has none.</param>
public sealed record XenDriver(string Name, string Version, string Provider, string StoreName, string Vendor)
{
    /// <inheritdoc/>
    public override string ToString() => $"driver {Name} version {Version} of {Provider}";
}

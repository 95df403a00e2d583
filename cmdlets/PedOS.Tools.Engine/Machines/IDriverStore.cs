namespace PedOS.Tools.Engine.Machines;

/// <summary>The driver packages a running Windows has taken, and the devices that use them.</summary>
/// <remarks>Every member throws <see cref="SetupException"/> with the package and what to do about it.</remarks>
public interface IDriverStore
{
    /// <summary>Name under which the driver store holds a package (<c>oem7.inf</c>); null for none.</summary>
    /// <param name="infName">File name of the INF as it was before the store renamed it.</param>
    /// <param name="version">DriverVer version of the package, for example <c>9.1.0.3</c>.</param>
    string? Find(string infName, string version);

    /// <summary>Adds a driver package to the store and installs it on the devices it fits; no dialog.</summary>
    /// <returns>Whether a restart is needed before it works.</returns>
    bool Add(string infPath);

    /// <summary>Removes a driver package from its devices and the store.</summary>
    /// <param name="storeName">As <see cref="Find"/> told it.</param>
    /// <returns>Whether a restart is needed.</returns>
    bool Remove(string storeName);
}

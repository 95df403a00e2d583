namespace PedOS.Tools.Engine.Machines;

/// <summary>What only a running Windows can do; for an image it waits for the first start.</summary>
/// <remarks>Every member throws <see cref="SetupException"/> with what failed and what to do about it.</remarks>
public interface IRunningSystem
{
    /// <summary>A text that is another one after each start of the system.</summary>
    string BootIdentity { get; }

    /// <summary>Whether Windows waits for a restart for reasons of others (servicing, pending renames).</summary>
    string? PendingRestart { get; }

    /// <summary>Whether the firmware enforces Secure Boot.</summary>
    bool IsSecureBoot { get; }

    /// <summary>Whether a service runs, or is about to.</summary>
    bool IsServiceRunning(string name);

    /// <summary>Starts a service and waits until it says that it runs; nothing happens when it does.</summary>
    void StartService(string name, CancellationToken cancellationToken);

    /// <summary>Stops a service and those that depend on it and waits; nothing happens when it does not run.</summary>
    void StopService(string name, CancellationToken cancellationToken);

    /// <summary>Puts the network back to what it was before the product set it.</summary>
    /// <param name="program">The program that set it and remembers.</param>
    /// <param name="cancellationToken">Ends it.</param>
    void RestoreNetwork(string program, CancellationToken cancellationToken);

    /// <summary>Name under which the driver store holds a package (<c>oem7.inf</c>); null for none.</summary>
    /// <param name="infName">File name of the INF as it was before the store renamed it.</param>
    /// <param name="version">DriverVer version of the package, for example <c>9.1.0.3</c>.</param>
    string? FindDriver(string infName, string version);

    /// <summary>Adds a driver package to the store and installs it on the devices it fits; no dialog.</summary>
    /// <returns>Whether a restart is needed before it works.</returns>
    bool AddDriver(string infPath);

    /// <summary>Removes a driver package from its devices and the store.</summary>
    /// <param name="storeName">As <see cref="FindDriver"/> told it.</param>
    /// <returns>Whether a restart is needed.</returns>
    bool RemoveDriver(string storeName);

    /// <summary>Whether the boot loader lets test-signed drivers run.</summary>
    bool AllowsTestSigning { get; }

    /// <summary>Changes whether the boot loader lets test-signed drivers run.</summary>
    void SetTestSigning(bool isAllowed);

    /// <summary>Whether the local security authority keeps a secret of this name.</summary>
    bool HasSecret(string name);

    /// <summary>Stores a secret of the local security authority; null deletes it.</summary>
    void SetSecret(string name, string? secret);

    /// <summary>Gives a local account a new password.</summary>
    void SetPassword(string account, string password);

    /// <summary>Restarts Windows now.</summary>
    void Restart();
}

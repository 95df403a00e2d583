namespace PedOS.Tools.Engine.Resources;

/// <summary>The kinds of resources, as plans and journals write them.</summary>
public static class ResourceKinds
{
    /// <summary>A file.</summary>
    public const string File = "file";

    /// <summary>A file that the Windows Installer puts there and takes away.</summary>
    public const string InstallerFile = "installer-file";

    /// <summary>A shortcut: a file that the engine composes.</summary>
    public const string Shortcut = "shortcut";

    /// <summary>A directory.</summary>
    public const string Directory = "directory";

    /// <summary>A log that a program of the product wrote.</summary>
    public const string LogFile = "log-file";

    /// <summary>A registry value.</summary>
    public const string RegistryValue = "registry-value";

    /// <summary>A certificate in a store of the machine: a registry value in all but name.</summary>
    public const string Certificate = "certificate";

    /// <summary>A source of the event log: a registry value.</summary>
    public const string EventSource = "event-source";

    /// <summary>A value of the entry in the list of installed programs.</summary>
    public const string InstalledProgram = "installed-program";

    /// <summary>A value that governs sleeping and fast startup.</summary>
    public const string Power = "power";

    /// <summary>A value of user account control.</summary>
    public const string UserAccountControl = "uac";

    /// <summary>A value of automatic logon.</summary>
    public const string AutomaticLogon = "automatic-logon";

    /// <summary>A value that governs Windows Update.</summary>
    public const string WindowsUpdate = "windows-update";

    /// <summary>One string of a multi-string registry value.</summary>
    public const string MultiStringEntry = "multi-string-entry";

    /// <summary>A program that runs before Windows starts its services: one string of BootExecute.</summary>
    public const string BootExecute = "boot-execute";

    /// <summary>A service.</summary>
    public const string Service = "service";

    /// <summary>Whether a service runs.</summary>
    public const string ServiceRun = "service-run";

    /// <summary>A service that stands still while its files are replaced.</summary>
    public const string ServicePause = "service-pause";

    /// <summary>The network while the product keeps it.</summary>
    public const string Network = "network";

    /// <summary>A driver package in the driver store.</summary>
    public const string Driver = "driver";

    /// <summary>A driver of others that the tools use.</summary>
    public const string AdoptedDriver = "adopted-driver";

    /// <summary>Whether the boot loader takes test-signed drivers.</summary>
    public const string TestSigning = "test-signing";

    /// <summary>A password that somebody has left in the registry as plain text.</summary>
    public const string PlainPassword = "plain-password";

    /// <summary>A secret of the local security authority, and the password it is for.</summary>
    public const string LogonSecret = "logon-secret";
}

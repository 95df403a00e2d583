namespace PedOS.Tools.Engine;

/// <summary>What can keep an operation from being done. The names are stable ids: scripts compare them.</summary>
public enum SetupError
{
    /// <summary>A defect of these tools.</summary>
    Internal,

    /// <summary>The rights of the caller do not suffice.</summary>
    AccessDenied,

    /// <summary>A name, path or combination that was asked for is not possible.</summary>
    InvalidArgument,

    /// <summary>A component that does not exist was named.</summary>
    UnknownComponent,

    /// <summary>A component was left out that a chosen one needs.</summary>
    ImpossibleSelection,

    /// <summary>The folder is not the root of a Windows volume.</summary>
    NotAnImage,

    /// <summary>The image was not shut down, is hibernated, or is in use.</summary>
    ImageInUse,

    /// <summary>A registry hive cannot be read or is damaged.</summary>
    DamagedHive,

    /// <summary>A registry hive is sound, and what has to be done with it is more than these tools can.</summary>
    UnsupportedHive,

    /// <summary>The volume cannot be written.</summary>
    ReadOnly,

    /// <summary>The volume is full.</summary>
    NoSpace,

    /// <summary>A path leads over a link, or is not a path the tools may touch.</summary>
    UnsafePath,

    /// <summary>A file, key or service that is needed is not there.</summary>
    NotFound,

    /// <summary>The Windows version or architecture is not supported.</summary>
    UnsupportedWindows,

    /// <summary>Windows waits for a restart first.</summary>
    PendingRestart,

    /// <summary>Guest tools of somebody else are installed.</summary>
    ForeignTools,

    /// <summary>Users' profiles are not on the system volume any more, or about to be moved.</summary>
    MovedProfiles,

    /// <summary>The network cannot be put back to what it was before the tools set it.</summary>
    NetworkNotRestored,

    /// <summary>Secure Boot forbids the drivers.</summary>
    SecureBoot,

    /// <summary>A driver has a known security hole.</summary>
    VulnerableDriver,

    /// <summary>The package is incomplete, or a file is not the one that its list promises.</summary>
    DamagedPackage,

    /// <summary>What is installed has the same version, and other files.</summary>
    OtherContent,

    /// <summary>The package is not signed.</summary>
    UnsignedPackage,

    /// <summary>The package's signature is damaged, or made in a way that is not accepted.</summary>
    DamagedSignature,

    /// <summary>The package is signed by somebody who is not trusted.</summary>
    UntrustedSigner,

    /// <summary>The signer's certificate is not valid yet or any more.</summary>
    ExpiredSignature,

    /// <summary>Another operation runs on this machine.</summary>
    Busy,

    /// <summary>An operation was begun and neither finished nor undone.</summary>
    UnfinishedOperation,

    /// <summary>The journal is damaged, or was written by a newer version.</summary>
    UnreadableJournal,

    /// <summary>The tools are not installed.</summary>
    NotInstalled,

    /// <summary>A newer version is installed.</summary>
    Downgrade,

    /// <summary>What is installed came by the MSI and the package does not, or the other way round.</summary>
    OtherInstaller,

    /// <summary>A step was done, and reading back showed something else.</summary>
    NotVerified,

    /// <summary>Only the running Windows can do it, and this is an image of one that does not run.</summary>
    NeedsRunningSystem,

    /// <summary>The running system refused a call.</summary>
    SystemRefused,

    /// <summary>Reading or writing failed.</summary>
    InputOutput,

    /// <summary>Stopped by the user or by its time limit.</summary>
    Cancelled,

    /// <summary>dom0's policy refused a call.</summary>
    CallRefused,

    /// <summary>A call could not be made.</summary>
    CallFailed,

    /// <summary>A service was called and ended with a failure.</summary>
    ServiceFailed,

    /// <summary>A file that was named cannot be read.</summary>
    NotReadable,

    /// <summary>There is one of the name already, and nobody said that it is to be replaced.</summary>
    ResourceExists,

    /// <summary>It was not done within the time that was given.</summary>
    Timeout,
}

namespace PedOS.Tools.Engine.Machines;

/// <summary>How a running Windows was started, and how it will be the next time.</summary>
/// <remarks>Every member throws <see cref="SetupException"/> with what failed and what to do about it.</remarks>
public interface IBootControl
{
    /// <summary>A text that is another one after each start of the system.</summary>
    string Identity { get; }

    /// <summary>Whether servicing or Windows Update waits for a restart, as text; null when neither does.</summary>
    string? PendingServicing { get; }

    /// <summary>Files that Windows renames or deletes when it starts the next time, everybody's.</summary>
    IReadOnlyList<PendingRename> PendingRenames { get; }

    /// <summary>Whether the firmware enforces Secure Boot.</summary>
    bool IsSecureBoot { get; }

    /// <summary>
    /// Whether BitLocker protects the volume of Windows: then it measures how Windows is started, and asks for the
    /// recovery key when that has changed.
    /// </summary>
    bool IsBitLockerOn { get; }

    /// <summary>Whether the boot loader lets test-signed drivers run.</summary>
    bool AllowsTestSigning { get; }

    /// <summary>Changes whether the boot loader lets test-signed drivers run.</summary>
    void SetTestSigning(bool isAllowed);

    /// <summary>Restarts Windows now.</summary>
    void Restart();
}

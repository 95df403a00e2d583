using System.Management.Automation;
using PedOS.Tools.Engine;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>Failures of the engine as PowerShell shows them: the id is the name of the error.</summary>
internal static class SetupErrors
{
    // PowerShell 7 shows the recommended action beside the message; Windows PowerShell, on .NET Framework 4, does not.
    private static readonly bool IsActionShown = Environment.Version.Major > 4;

    public static ErrorRecord Record(SetupException failure, object? target) =>
        new(failure, failure.Error.ToString(), Category(failure.Error), target)
        {
            ErrorDetails = new(IsActionShown ? failure.Message : $"{failure.Message}. {failure.Remedy}")
            {
                RecommendedAction = failure.Remedy,
            },
        };

    private static ErrorCategory Category(SetupError error) => error switch
    {
        SetupError.AccessDenied or SetupError.CallRefused => ErrorCategory.PermissionDenied,
        SetupError.InvalidArgument or SetupError.UnknownComponent or SetupError.ImpossibleSelection
            or SetupError.NotAnImage or SetupError.UnsafePath => ErrorCategory.InvalidArgument,
        SetupError.ImageInUse or SetupError.Busy => ErrorCategory.ResourceBusy,
        SetupError.DamagedHive or SetupError.UnreadableJournal or SetupError.DamagedPackage
            or SetupError.VulnerableDriver => ErrorCategory.InvalidData,
        SetupError.UnsignedPackage or SetupError.DamagedSignature or SetupError.UntrustedSigner
            or SetupError.ExpiredSignature => ErrorCategory.SecurityError,
        SetupError.ReadOnly or SetupError.NoSpace or SetupError.InputOutput => ErrorCategory.WriteError,
        SetupError.NotFound => ErrorCategory.ObjectNotFound,
        SetupError.NotInstalled => ErrorCategory.NotInstalled,
        SetupError.UnsupportedWindows or SetupError.UnsupportedHive or SetupError.NeedsRunningSystem =>
            ErrorCategory.NotImplemented,
        SetupError.PendingRestart or SetupError.ForeignTools or SetupError.SecureBoot or SetupError.MovedProfiles
            or SetupError.UnfinishedOperation or SetupError.Downgrade or SetupError.OtherContent =>
            ErrorCategory.InvalidOperation,
        SetupError.NotVerified => ErrorCategory.InvalidResult,
        SetupError.Cancelled => ErrorCategory.OperationTimeout,
        SetupError.CallFailed => ErrorCategory.ConnectionError,
        SetupError.SystemRefused or SetupError.ServiceFailed or SetupError.NetworkNotRestored =>
            ErrorCategory.FromStdErr,
        _ => ErrorCategory.NotSpecified,
    };
}

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

    /// <summary>Whether an exception is how PowerShell itself ends or stops things.</summary>
    public static bool IsOfPowerShell(Exception exception) =>
        exception is RuntimeException || exception.GetType().Assembly == typeof(PSCmdlet).Assembly;

    /// <summary>What .NET threw and nobody expected.</summary>
    /// <param name="command">The command that ran.</param>
    /// <param name="exception">What was thrown.</param>
    public static SetupException Unexpected(string command, Exception exception) => exception switch
    {
        UnauthorizedAccessException => new(
            SetupError.AccessDenied,
            $"{command} was denied access: {exception.Message}",
            "Run as administrator (root on Linux), or name a file that you may use.",
            exception),
        IOException => new(
            SetupError.InputOutput,
            $"{command} could not read or write: {exception.Message}",
            "Check the disk, and the paths that were given.",
            exception),
        _ => new(
            SetupError.Internal,
            $"{command} failed with {exception.GetType().Name}: {exception.Message}",
            "This is a defect of these tools: report it with the archive that Export-PedOSDiagnostic makes.",
            exception),
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
        SetupError.NotReadable => ErrorCategory.OpenError,
        SetupError.ResourceExists => ErrorCategory.ResourceExists,
        SetupError.NotFound => ErrorCategory.ObjectNotFound,
        SetupError.NotInstalled => ErrorCategory.NotInstalled,
        SetupError.UnsupportedWindows or SetupError.UnsupportedHive or SetupError.NeedsRunningSystem =>
            ErrorCategory.NotImplemented,
        SetupError.PendingRestart or SetupError.ForeignTools or SetupError.SecureBoot or SetupError.MovedProfiles
            or SetupError.UnfinishedOperation or SetupError.Downgrade or SetupError.OtherContent =>
            ErrorCategory.InvalidOperation,
        SetupError.NotVerified => ErrorCategory.InvalidResult,
        SetupError.Timeout => ErrorCategory.OperationTimeout,
        SetupError.Cancelled => ErrorCategory.OperationStopped,
        SetupError.CallFailed => ErrorCategory.ConnectionError,
        SetupError.SystemRefused or SetupError.ServiceFailed or SetupError.NetworkNotRestored =>
            ErrorCategory.FromStdErr,
        _ => ErrorCategory.NotSpecified,
    };
}

using System.Collections;
using System.Management.Automation;
using System.Reflection;
using PedOS.Tools.Engine;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>What an error is about, as far as the parameters of the command say it.</summary>
internal static class ErrorTarget
{
    /// <summary>The image, package or name that an error is about.</summary>
    public static object? Of(PSCmdlet cmdlet, SetupError error) => error switch
    {
        SetupError.NotAnImage or SetupError.ImageInUse or SetupError.DamagedHive or SetupError.ReadOnly
            or SetupError.NoSpace or SetupError.UnsupportedWindows or SetupError.PendingRestart
            or SetupError.ForeignTools or SetupError.MovedProfiles or SetupError.SecureBoot or SetupError.Busy
            or SetupError.UnfinishedOperation or SetupError.NotInstalled => Machine(cmdlet),
        SetupError.DamagedPackage or SetupError.UnsignedPackage or SetupError.DamagedSignature
            or SetupError.UntrustedSigner or SetupError.ExpiredSignature => Value(cmdlet, "Source") ?? Machine(cmdlet),
        _ => First(cmdlet) ?? Machine(cmdlet),
    };

    private static object Machine(PSCmdlet cmdlet) => Value(cmdlet, "ImagePath") ?? Environment.MachineName;

    private static object? First(PSCmdlet cmdlet) => cmdlet.GetType().GetProperties()
        .Where(static p => p.GetCustomAttributes<ParameterAttribute>().Any(static a => a.Position == 0))
        .Select(p => Value(cmdlet, p.Name))
        .FirstOrDefault();

    private static object? Value(PSCmdlet cmdlet, string name) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(name, out object? value)
            ? PlainText.Unwrap(value) is IList { Count: 1 } list ? list[0] : value
            : null;
}

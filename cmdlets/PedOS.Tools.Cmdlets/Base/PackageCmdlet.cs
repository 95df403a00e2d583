using System.Management.Automation;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Signatures;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>A cmdlet that installs from a package, and says whose packages it takes.</summary>
public abstract class PackageCmdlet : PedOSCmdlet
{
    /// <summary>Folder that holds the volume of a Windows that is not running.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PlainText]
    public string? ImagePath { get; set; }

    /// <summary>Folder of the package; by default <c>payload</c> beside the module.</summary>
    [Parameter]
    [PlainText]
    public string? Source { get; set; }

    /// <summary>
    /// Files with certificates (PEM, DER) of signers whose packages are taken, or of authorities that issued theirs.
    /// </summary>
    [Parameter]
    [PlainText(IsList = true)]
    public string[] TrustedCertificate { get; set; } = [];

    /// <summary>Takes a package that is not signed, or by somebody who is not trusted.</summary>
    [Parameter]
    public SwitchParameter AllowUnsigned { get; set; }

    /// <summary>Restarts Windows when that is needed; never done without being asked for.</summary>
    [Parameter]
    public SwitchParameter Restart { get; set; }

    /// <inheritdoc/>
    protected override bool IsFailureFatal => true;

    /// <summary>What is to be done.</summary>
    /// <param name="trust">Whose packages are taken.</param>
    protected abstract SetupRequest Request(PackageTrust trust);

    /// <summary>What will be done, a phrase.</summary>
    /// <param name="plan">The plan.</param>
    protected abstract string Question(Plan plan);

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        SetupRequest request = Request(Trust());
        SetupRun.Of(this, ImagePath, Source, Restart, run => run.Run(request, Question));
    }

    // The module's own assemblies carry the publisher's signature; the program that runs is PowerShell.
    private PackageTrust Trust() =>
        PackageTrust.OfProgram(typeof(PackageTrust).Assembly.Location, SystemClock.Now) with
        {
            Roots = Environment.OSVersion.Platform == PlatformID.Win32NT ? new WindowsRoots() : null,
            Named = [.. TrustedCertificate.Select(FilePath).SelectMany(CertificateReader.Load)],
            AllowsUnsigned = AllowUnsigned,
        };
}

using System.Management.Automation;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Signatures;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>A cmdlet whose plan comes from a package, and that says whose packages it takes.</summary>
public abstract class PackagePlanCmdlet : PackageCmdlet
{
    /// <summary>
    /// Files with certificates (PEM, DER) of signers whose packages are taken, or of authorities that issued theirs.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] TrustedCertificate { get; set; } = [];

    /// <summary>Takes a package that is not signed, or by somebody who is not trusted.</summary>
    [Parameter]
    public SwitchParameter AllowUnsigned { get; set; }

    /// <summary>What will be done, a phrase.</summary>
    /// <param name="package">The package.</param>
    protected abstract string Question(PackageList package);

    /// <summary>Makes the plan.</summary>
    /// <param name="plans">The plans of the package for this machine.</param>
    protected abstract Plan Make(SetupPlans plans);

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        FolderPackage package = OpenPackage(Trust());
        using IMachine machine = Open(isChanged: true);
        Run(
            machine,
            package,
            Question(package.List),
            (engine, planner) => Make(new SetupPlans(planner, engine.Receipt, package)));
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

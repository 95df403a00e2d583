using System.Management.Automation;
using PedOS.Tools.Engine.Packages;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>A cmdlet that takes files from a package.</summary>
public abstract class PackageCmdlet : SetupCmdlet
{
    /// <summary>Folder of the package; by default <c>payload</c> beside the module.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Source { get; set; }

    /// <summary>Opens the package.</summary>
    /// <param name="trust">Whose packages are taken.</param>
    protected FolderPackage OpenPackage(PackageTrust trust) =>
        FolderPackage.Load(Source is null ? Path.Combine(ModuleFolder, "payload") : FilePath(Source), trust);
}

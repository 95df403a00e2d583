using System.Management.Automation;
using PedOS.Tools.Engine.Packages;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>A cmdlet that installs from a package.</summary>
public abstract class PackageCmdlet : SetupCmdlet
{
    /// <summary>Folder of the package; by default <c>payload</c> beside the module.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Source { get; set; }

    /// <summary>Opens the package.</summary>
    protected FolderPackage OpenPackage() =>
        FolderPackage.Load(Source is null ? Path.Combine(ModuleFolder, "payload") : FilePath(Source));
}

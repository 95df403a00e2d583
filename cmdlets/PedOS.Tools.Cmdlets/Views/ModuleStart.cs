using System.Management.Automation;
using PedOS.Tools.Engine.Volumes;

namespace PedOS.Tools.Cmdlets.Views;

/// <summary>What happens when PowerShell loads the module into a session, and when it removes it.</summary>
public sealed class ModuleStart : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnImport()
    {
        LongPaths.Allow();
        ViewSession.Add();
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => ViewSession.Remove();
}

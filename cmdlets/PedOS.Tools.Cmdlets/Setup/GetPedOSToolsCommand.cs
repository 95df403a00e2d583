using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Setup;

/// <summary>Get-PedOSTools.</summary>
[Cmdlet(VerbsCommon.Get, "PedOSTools")]
[OutputType(typeof(InstallationStatus), typeof(ComponentStatus))]
public sealed class GetPedOSToolsCommand : MachineCmdlet
{
    /// <summary>Shows these components instead, installed or not; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ComponentCompleter))]
    [PlainText(IsList = true)]
    public string[]? Component { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        using IMachine machine = Open(isChanged: false);
        MachineStatus status = new ProductState(machine, HealthAdvice.Cmdlets, Cancellation).Status;
        if (Component is null)
        {
            WriteObject(status.GetInstallation());
        }
        else
        {
            WriteObject(status.ListComponents().Where(c => Wildcards.Match(Component, c.Name)), true);
        }
    }
}

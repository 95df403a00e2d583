using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Qrexec;

namespace PedOS.Tools.Cmdlets.Qrexec;

/// <summary>Unregister-QrexecService.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "QrexecService", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class UnregisterQrexecServiceCommand : MachineCmdlet
{
    /// <summary>Services.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [PlainText(IsList = true)]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        using IMachine machine = Open(isChanged: true);
        QrexecServices services = new(machine);
        foreach (string name in Name)
        {
            if (services.Find(name) is not { } definition)
            {
                WriteFailure(
                    new(
                        SetupError.NotFound,
                        $"there is no service {name} on {machine.Facts.Location}",
                        "Run Get-QrexecService to see which there are."),
                    name);
            }
            else if (ShouldProcess(machine.Facts.Location, $"Remove the service {name}"))
            {
                services.Unregister(definition);
            }
        }
    }
}

using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Qrexec;

namespace PedOS.Tools.Cmdlets.Qrexec;

/// <summary>Register-QrexecService.</summary>
[Cmdlet(VerbsLifecycle.Register, "QrexecService", SupportsShouldProcess = true)]
[OutputType(typeof(QrexecServiceDefinition))]
public sealed class RegisterQrexecServiceCommand : MachineCmdlet
{
    /// <summary>Name of the service, with +ARGUMENT when it is for one argument alone.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [PlainText]
    public string Name { get; set; } = "";

    /// <summary>The command that answers a call, or a TCP address.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [PlainText]
    public string Command { get; set; } = "";

    /// <summary>Replaces a service of the same name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Shows the service afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        using IMachine machine = Open(isChanged: true);
        QrexecServices services = new(machine);
        QrexecServiceDefinition definition = services.Plan(Name, Command, Force);
        if (ShouldProcess(machine.Facts.Location, $"Let other machines call {Name}: {definition.Command}"))
        {
            services.Register(definition);
            if (PassThru)
            {
                WriteObject(services.Find(Name));
            }
        }
    }
}

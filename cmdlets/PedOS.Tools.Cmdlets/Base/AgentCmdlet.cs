using System.Management.Automation;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Access;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>A cmdlet that starts or stops services of the product on the Windows it runs in.</summary>
public abstract class AgentCmdlet : PedOSCmdlet
{
    /// <summary>Services.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [PlainText(IsList = true)]
    public string[] Name { get; set; } = [];

    /// <summary>Shows the services afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is done, a phrase that a service's name completes.</summary>
    protected abstract string Action { get; }

    /// <summary>Does it.</summary>
    protected abstract void Act(AgentControl control, string name);

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        using IMachine machine = MachineAccess.Open(null, isChanged: false);
        AgentControl control = new(machine);
        foreach (string name in Name)
        {
            try
            {
                string service = AgentPrograms.SpellService(name);
                if (ShouldProcess(service, Action))
                {
                    Act(control, service);
                    if (PassThru)
                    {
                        WriteObject(control.Get(service));
                    }
                }
            }
            catch (SetupException e)
            {
                WriteFailure(e, name);
            }
        }
    }
}

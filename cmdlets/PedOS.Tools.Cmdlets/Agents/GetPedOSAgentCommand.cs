using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Agents;

/// <summary>Get-PedOSAgent.</summary>
[Cmdlet(VerbsCommon.Get, "PedOSAgent")]
[OutputType(typeof(AgentStatus))]
public sealed class GetPedOSAgentCommand : MachineCmdlet
{
    /// <summary>Services; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [PlainText(IsList = true)]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void Process()
    {
        using IMachine machine = Open(isChanged: false);
        AgentControl control = new(machine);
        foreach (string name in Name)
        {
            IEnumerable<string> names = WildcardPattern.ContainsWildcardCharacters(name)
                ? AgentPrograms.Services.Where(s => Wildcards.Match([name], s))
                : [name];
            WriteObject(names.Select(control.Get), true);
        }
    }
}

using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Setup;

namespace PedOS.Tools.Cmdlets.Logs;

/// <summary>Get-PedOSLogLevel.</summary>
[Cmdlet(VerbsCommon.Get, "PedOSLogLevel")]
[OutputType(typeof(LogLevelEntry))]
public sealed class GetPedOSLogLevelCommand : MachineCmdlet
{
    /// <summary>Programs; by default what holds for every program, and each program.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ProgramCompleter))]
    [PlainText(IsList = true)]
    public string[]? Component { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        using IMachine machine = Open(isChanged: false);
        WriteObject(new ProductConfiguration(machine).ListLogLevels(Component ?? []), true);
    }
}

using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Setup;

namespace PedOS.Tools.Cmdlets.Logs;

/// <summary>Set-PedOSLogLevel.</summary>
[Cmdlet(VerbsCommon.Set, "PedOSLogLevel", SupportsShouldProcess = true)]
[OutputType(typeof(LogLevelEntry))]
public sealed class SetPedOSLogLevelCommand : MachineCmdlet
{
    /// <summary>The level.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [LevelText]
    public LogLevel Level { get; set; }

    /// <summary>Programs it is for alone; by default every program that has no level of its own.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ProgramCompleter))]
    [PlainText(IsList = true)]
    public string[] Component { get; set; } = [""];

    /// <summary>Shows the levels afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        using IMachine machine = Open(isChanged: true);
        ProductConfiguration configuration = new(machine);
        foreach (string component in Component)
        {
            ConfigurationChange change = configuration.PrepareLogLevel(component, Level);
            if (ShouldProcess(machine.Facts.Location, $"Set the log level of {change.Scope} to {Level}"))
            {
                _ = configuration.Apply(change);
                if (PassThru)
                {
                    WriteObject(configuration.GetLogLevel(component));
                }
            }
        }
    }
}

using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Setup;

namespace PedOS.Tools.Cmdlets.Configuration;

/// <summary>Set-PedOSConfiguration.</summary>
[Cmdlet(VerbsCommon.Set, "PedOSConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(ConfigurationEntry))]
public sealed class SetPedOSConfigurationCommand : MachineCmdlet
{
    /// <summary>The setting.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SettingCompleter))]
    [PlainText]
    public string Name { get; set; } = "";

    /// <summary>Its value.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [PlainText(AllowsBlank = true)]
    public string Value { get; set; } = "";

    /// <summary>Program it is for alone; by default every program.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ProgramCompleter))]
    [PlainText(AllowsBlank = true)]
    public string? Component { get; set; }

    /// <summary>Shows the setting afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => ProgramScope.Check(MyInvocation, nameof(Component));

    /// <inheritdoc/>
    protected override void Process()
    {
        using IMachine machine = Open(isChanged: true);
        ProductConfiguration configuration = new(machine);
        ConfigurationChange change = configuration.PrepareSet(Component, Name, Value);
        if (ShouldProcess(machine.Facts.Location, $"Set {change.Before.Name} of {change.Scope} to \"{Value}\""))
        {
            ConfigurationEntry after = configuration.Apply(change);
            if (PassThru)
            {
                WriteObject(after);
            }
        }
    }
}

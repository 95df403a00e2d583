using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Setup;

namespace PedOS.Tools.Cmdlets.Configuration;

/// <summary>Reset-PedOSConfiguration.</summary>
[Cmdlet(VerbsCommon.Reset, "PedOSConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(ConfigurationEntry))]
public sealed class ResetPedOSConfigurationCommand : MachineCmdlet
{
    /// <summary>The setting; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SettingCompleter))]
    [PlainText(IsList = true)]
    public string[] Name { get; set; } = [];

    /// <summary>Program whose own value is removed; by default what holds for every program.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ProgramCompleter))]
    [PlainText(AllowsBlank = true)]
    public string? Component { get; set; }

    /// <summary>Shows the settings afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => ProgramScope.Check(MyInvocation, nameof(Component));

    /// <inheritdoc/>
    protected override void Process()
    {
        using IMachine machine = Open(isChanged: true);
        ProductConfiguration configuration = new(machine);
        foreach (string name in Name.SelectMany(ConfigurationCatalog.Match))
        {
            ConfigurationChange change = configuration.PrepareReset(Component, name);
            if (ShouldProcess(machine.Facts.Location, $"Reset {name} of {change.Scope}"))
            {
                ConfigurationEntry after = configuration.Apply(change);
                if (PassThru)
                {
                    WriteObject(after);
                }
            }
        }
    }
}

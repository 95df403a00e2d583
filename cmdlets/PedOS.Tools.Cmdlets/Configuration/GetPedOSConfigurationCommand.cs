using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Setup;

namespace PedOS.Tools.Cmdlets.Configuration;

/// <summary>Get-PedOSConfiguration.</summary>
[Cmdlet(VerbsCommon.Get, "PedOSConfiguration")]
[OutputType(typeof(ConfigurationEntry))]
public sealed class GetPedOSConfigurationCommand : MachineCmdlet
{
    /// <summary>Settings; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SettingCompleter))]
    [PlainText(IsList = true)]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Programs whose settings in force are shown; by default what holds for every program.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProgramCompleter))]
    [PlainText(IsList = true)]
    public string[] Component { get; set; } = [""];

    /// <inheritdoc/>
    protected override void Process()
    {
        using IMachine machine = Open(isChanged: false);
        ProductConfiguration configuration = new(machine);
        WriteObject(
            Component.SelectMany(c => ConfigurationCatalog.All
                .Where(s => Wildcards.Match(Name, s.Name))
                .Select(s => configuration.Get(c, s.Name))),
            true);
    }
}

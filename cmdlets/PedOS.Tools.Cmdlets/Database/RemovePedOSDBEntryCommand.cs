using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Database;

/// <summary>Remove-PedOSDBEntry.</summary>
[Cmdlet(VerbsCommon.Remove, "PedOSDBEntry", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemovePedOSDBEntryCommand : DatabaseCmdlet
{
    /// <summary>Paths; a slash at the end means everything below, which needs -Recurse.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DatabasePathCompleter))]
    [PlainText(IsList = true)]
    public string[] Path { get; set; } = [];

    /// <summary>Removes everything below paths that end with a slash.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        DatabaseCommandClient database = OpenDatabase(Cancellation);
        foreach (string path in Path)
        {
            DatabaseCommandClient.CheckRemoval(path, Recurse);
            if (ShouldProcess(path, "Remove from the configuration database"))
            {
                database.Remove(path);
            }
        }
    }
}

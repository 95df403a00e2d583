using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Database;

/// <summary>Set-PedOSDBEntry.</summary>
[Cmdlet(VerbsCommon.Set, "PedOSDBEntry", SupportsShouldProcess = true)]
[OutputType(typeof(DatabaseValue))]
public sealed class SetPedOSDBEntryCommand : DatabaseCmdlet
{
    /// <summary>Path of the entry.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DatabasePathCompleter))]
    [PlainText]
    public string Path { get; set; } = "";

    /// <summary>Its value.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [PlainText(AllowsBlank = true)]
    public string Value { get; set; } = "";

    /// <summary>Shows the entry afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        DatabaseCommandClient database = OpenDatabase(Cancellation);
        if (ShouldProcess(Path, $"Write \"{Value}\" to the configuration database"))
        {
            database.Write(Path, Value);
            if (PassThru)
            {
                WriteObject(database.Read(Path));
            }
        }
    }
}

using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Qrexec;

namespace PedOS.Tools.Cmdlets.Qrexec;

/// <summary>Get-QrexecService.</summary>
[Cmdlet(VerbsCommon.Get, "QrexecService")]
[OutputType(typeof(QrexecServiceDefinition))]
public sealed class GetQrexecServiceCommand : MachineCmdlet
{
    /// <summary>Services; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [PlainText(IsList = true)]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void Process()
    {
        using IMachine machine = Open(isChanged: false);
        QrexecServices services = new(machine);
        foreach (string name in Name)
        {
            QrexecServiceDefinition[] found = [.. services.List().Where(s => Wildcards.Match([name], s.Name))];
            WriteObject(found, true);
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteFailure(
                    new(
                        SetupError.NotFound,
                        $"there is no service {name} on {machine.Facts.Location}",
                        "Run Get-QrexecService without a name to see which there are."),
                    name);
            }
        }
    }
}

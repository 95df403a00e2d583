using System.Globalization;
using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Engine.Diagnostics;
using PedOS.Tools.Engine.Logs;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Cmdlets.Logs;

/// <summary>Export-PedOSDiagnostic.</summary>
[Cmdlet(VerbsData.Export, "PedOSDiagnostic", SupportsShouldProcess = true)]
[OutputType(typeof(DiagnosticReport))]
public sealed class ExportPedOSDiagnosticCommand : MachineCmdlet
{
    /// <summary>The archive; by default a name with the time in the current folder.</summary>
    [Parameter(Position = 0)]
    [PlainText]
    public string? Path { get; set; }

    /// <summary>Replaces a file of the name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string time = SystemClock.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string path = FilePath(Path ?? $"PedOS_Diagnostic_{time}.zip");
        using IMachine machine = Open(isChanged: false);
        if (ShouldProcess(path, $"Write the diagnostics of {machine.Facts.Location}"))
        {
            WriteObject(new DiagnosticArchive(machine, LogFolders.Of(machine)).Write(path, Force, Cancellation));
        }
    }
}

using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Database;

/// <summary>Wait-PedOSDBEntry.</summary>
[Cmdlet(VerbsLifecycle.Wait, "PedOSDBEntry")]
[OutputType(typeof(DatabaseValue))]
public sealed class WaitPedOSDBEntryCommand : DatabaseCmdlet
{
    /// <summary>Path of the entry; with -Change a slash at the end means everything below.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DatabasePathCompleter))]
    [PlainText]
    public string Path { get; set; } = "";

    /// <summary>Waits for the next change, and not only until the entry is there.</summary>
    [Parameter]
    public SwitchParameter Change { get; set; }

    /// <summary>Seconds to wait at most; by default for ever.</summary>
    [Parameter]
    [ValidateNotNull]
    [ValidateRange(1, 2147483)]
    public int? TimeoutSeconds { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        if (TimeoutSeconds is { } seconds)
        {
            limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        }

        DatabaseCommandClient database = OpenDatabase(limit.Token);
        DatabaseValue? value;
        try
        {
            value = Change ? database.WaitForChange(Path) : database.Wait(Path);
        }
        catch (SetupException e) when (e.Error == SetupError.Cancelled && !Cancellation.IsCancellationRequested)
        {
            throw new SetupException(
                SetupError.Timeout,
                $"{Path} did not {(Change ? "change" : "appear")} within {TimeoutSeconds} s",
                "Allow more with -TimeoutSeconds.",
                e);
        }

        WriteObject(value);
    }
}

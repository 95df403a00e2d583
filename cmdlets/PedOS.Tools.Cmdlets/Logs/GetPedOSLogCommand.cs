using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Logs;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Cmdlets.Logs;

/// <summary>Get-PedOSLog.</summary>
[Cmdlet(VerbsCommon.Get, "PedOSLog", DefaultParameterSetName = "Machine")]
[OutputType(typeof(LogRecord))]
public sealed class GetPedOSLogCommand : MachineCmdlet
{
    // How often files are looked at while following (arbitrary); a person does not see the difference.
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Programs; by default all, merged by time.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ProgramCompleter))]
    [PlainText(IsList = true)]
    public string[] Component { get; set; } = [];

    /// <summary>The least weight: Warning shows errors, too.</summary>
    [Parameter]
    [LevelText]
    public LogLevel Level { get; set; } = LogLevel.Verbose;

    /// <summary>Only what was written after this time.</summary>
    [Parameter]
    [ValidateNotNull]
    public DateTime? After { get; set; }

    /// <summary>Only the last so many lines.</summary>
    [Parameter]
    [ValidateNotNull]
    [ValidateRange(0, 1000000)]
    public int? Tail { get; set; }

    /// <summary>Goes on with what is written from now on, until it is stopped.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>Folder of this computer to read instead of those of a machine.</summary>
    [Parameter]
    [PlainText]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        LogQuery query = new(Component, Level, After?.ToUniversalTime());
        if (Path is not null)
        {
            Read(new([new HostLogFolder(FilePath(Path))], query));
            return;
        }

        using IMachine machine = Open(isChanged: false);
        Read(new(LogFolders.Of(machine), query));
    }

    private void Read(LogReader reader)
    {
        WriteObject(Tail is { } count ? reader.Tail(count) : reader.ReadOn(), true);
        while (Follow && !Cancellation.WaitHandle.WaitOne(FollowInterval))
        {
            WriteObject(reader.ReadOn(), true);
        }
    }
}

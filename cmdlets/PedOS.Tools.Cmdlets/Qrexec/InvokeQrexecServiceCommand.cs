using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Qrexec;

namespace PedOS.Tools.Cmdlets.Qrexec;

/// <summary>Invoke-QrexecService.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "QrexecService", DefaultParameterSetName = PipelineSet)]
[OutputType(typeof(string), typeof(byte), typeof(QrexecResult))]
public sealed class InvokeQrexecServiceCommand : PedOSCmdlet
{
    private const string PipelineSet = "Pipeline";
    private const string FileSet = "File";

    private CancellationTokenSource? _limit;
    private QrexecCall? _call;

    /// <summary>The machine that is asked, or a keyword of the policy such as @default.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Target { get; set; } = "";

    /// <summary>The service.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string Service { get; set; } = "";

    /// <summary>Its argument, the part after the plus sign.</summary>
    [Parameter(Position = 2)]
    public string? Argument { get; set; }

    /// <summary>What the service reads: each text is a line, bytes are bytes.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = PipelineSet)]
    public object? InputObject { get; set; }

    /// <summary>A file that the service reads.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string? InputFile { get; set; }

    /// <summary>Gives bytes, and not lines of text.</summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    /// <summary>A file that gets the output; it may not exist.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Gives one object with exit code, output and diagnostics; an exit code is no error then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Seconds after which the call is ended; by default it may take for ever.</summary>
    [Parameter]
    [ValidateRange(1, 2147483)]
    public int? TimeoutSeconds { get; set; }

    /// <inheritdoc/>
    protected override bool IsFailureFatal => true;

    /// <inheritdoc/>
    protected override void Begin()
    {
        QrexecRequest request = QrexecRequest.Create(Target, Service, Argument);
        _limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        if (TimeoutSeconds is { } seconds)
        {
            _limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        }

        _call = new(
            ProgramPath(ProgramNames.QrexecClientVm),
            request,
            new(AsByteStream, OutFile is null ? null : FilePath(OutFile), PassThru),
            output => WriteObject(output, true),
            WriteWarning,
            _limit.Token);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (InputFile is not null)
        {
            _call!.SendFile(FilePath(InputFile));
        }
        else if (InputObject is not null)
        {
            _call!.Send(InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        QrexecResult result = _call!.Finish();
        if (PassThru)
        {
            WriteObject(result);
        }
        else if (result.Failure is { } failure)
        {
            WriteFailure(failure, Target);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        if (isDisposing)
        {
            _call?.Dispose();
            _limit?.Dispose();
        }

        base.Dispose(isDisposing);
    }
}

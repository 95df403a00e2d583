using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Machines;
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
    private string? _client;
    private QrexecRequest? _request;
    private string _inputPath = "";
    private Stream? _input;
    private NewFile? _output;
    private QrexecCall? _call;

    /// <summary>The machine that is asked, or a keyword of the policy such as @default.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [PlainText]
    public string Target { get; set; } = "";

    /// <summary>The service.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [PlainText]
    public string Service { get; set; } = "";

    /// <summary>Its argument, the part after the plus sign.</summary>
    [Parameter(Position = 2)]
    [PlainText(AllowsBlank = true)]
    public string? Argument { get; set; }

    /// <summary>
    /// What the service reads: each text, number or date is a line, bytes are bytes, a list is what is in it. Other
    /// objects are refused.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = PipelineSet)]
    public object? InputObject { get; set; }

    /// <summary>A file that the service reads.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [PlainText]
    public string? InputFile { get; set; }

    /// <summary>Gives bytes, and not lines of text.</summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    /// <summary>A file that gets the output when the service has ended well; it may not exist.</summary>
    [Parameter]
    [PlainText]
    public string? OutFile { get; set; }

    /// <summary>Replaces the file that gets the output.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives one object with exit code, output and diagnostics; an exit code is no error then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Seconds after which the call is ended; by default it may take for ever.</summary>
    [Parameter]
    [ValidateNotNull]
    [ValidateRange(1, 2147483)]
    public int? TimeoutSeconds { get; set; }

    /// <inheritdoc/>
    protected override bool IsFailureFatal => true;

    /// <inheritdoc/>
    protected override void Begin()
    {
        _request = QrexecRequest.Create(Target, Service, Argument);
        _client = ProgramPath(ProgramNames.QrexecClientVm);

        // All that can be wrong is looked at before there is a call: a service must not run with half of its input.
        Subject = InputFile;
        _inputPath = InputFile is null ? "" : FilePath(InputFile);
        _input = InputFile is null ? null : HostFile.OpenRead(_inputPath);
        Subject = OutFile;
        _output = OutFile is null ? null : new(FilePath(OutFile), Force);
        Subject = null;
        if (MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)))
        {
            _ = CallInput.Of(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (_input is not null)
        {
            Limit(() => Call().SendFile(_input, _inputPath));
        }
        else if (MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)))
        {
            foreach (byte[] piece in CallInput.Of(InputObject))
            {
                Limit(() => Call().Send(piece));
            }
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        QrexecResult? ended = null;
        Limit(() => ended = Call().Finish());
        QrexecResult result = ended!;
        SetupException? failure = result.Failure;
        if (failure is null || (PassThru && failure.Error == SetupError.ServiceFailed))
        {
            Subject = OutFile;
            _ = _output?.Keep();
            Subject = null;
        }

        if (PassThru)
        {
            WriteObject(result);
        }
        else if (failure is not null)
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
            _input?.Dispose();
            _output?.Dispose();
        }

        base.Dispose(isDisposing);
    }

    // What the user stopped is stopped; what took too long says so.
    private void Limit(Action action)
    {
        try
        {
            action();
        }
        catch (SetupException e) when (e.Error == SetupError.Cancelled && !Cancellation.IsCancellationRequested)
        {
            throw new SetupException(
                SetupError.Timeout,
                $"{_request!.Service} in {Target} did not end within {TimeoutSeconds} s",
                "Allow more with -TimeoutSeconds, or look into the log of the other machine.",
                e);
        }
    }

    // Begun when there is something to send, or nothing any more: the first object may be one that is refused.
    private QrexecCall Call()
    {
        if (_call is null)
        {
            _limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            if (TimeoutSeconds is { } seconds)
            {
                _limit.CancelAfter(TimeSpan.FromSeconds(seconds));
            }

            _call = new(
                _client!,
                _request!,
                new(AsByteStream, _output, PassThru),
                output => WriteObject(output, true),
                WriteWarning,
                _limit.Token);
        }

        return _call;
    }
}

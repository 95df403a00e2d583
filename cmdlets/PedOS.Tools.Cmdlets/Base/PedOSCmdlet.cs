using System.Management.Automation;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Access;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>What all cmdlets have: Ctrl-C that ends the work, and errors with an id, a category and a remedy.</summary>
public abstract class PedOSCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Cancelled by Ctrl-C.</summary>
    protected internal CancellationToken Cancellation => _stopping.Token;

    /// <summary>Whether a failure ends the whole command and not only what is done for one object.</summary>
    protected virtual bool IsFailureFatal => false;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the cmdlet holds.</summary>
    /// <param name="isDisposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool isDisposing)
    {
        if (isDisposing)
        {
            _stopping.Dispose();
        }
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(End);

    /// <inheritdoc/>
    protected override void StopProcessing() => Cancel();

    /// <summary>Ends what is being done, as Ctrl-C does. Any thread may call it, at any time.</summary>
    internal void Cancel()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command has ended by itself in the same moment.
        }
    }

    /// <summary>Called once, before the first object of the pipeline.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>Called for each object of the pipeline.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>Called once, after the last object of the pipeline.</summary>
    protected virtual void End()
    {
    }

    /// <summary>Says a warning; nothing of a machine that is in it steers a terminal.</summary>
    public new void WriteWarning(string text) => base.WriteWarning(DisplayText.Lines(text));

    /// <summary>Says what only <c>-Verbose</c> shows; safe as a warning is.</summary>
    public new void WriteVerbose(string text) => base.WriteVerbose(DisplayText.Lines(text));

    /// <summary>Shows how far something is; safe as a warning is.</summary>
    internal void WriteProgress(int activity, string title, string status, int percent, bool isDone = false) =>
        WriteProgress(new ProgressRecord(activity, DisplayText.Line(title), DisplayText.Line(status))
        {
            PercentComplete = percent,
            RecordType = isDone ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });

    /// <summary>Asks, or says what would be done; safe as a warning is.</summary>
    public new bool ShouldProcess(string target, string action) =>
        base.ShouldProcess(DisplayText.Line(target), DisplayText.Line(action));

    /// <inheritdoc cref="ShouldProcess(string, string)"/>
    public new bool ShouldProcess(string description, string question, string caption) =>
        base.ShouldProcess(DisplayText.Lines(description), DisplayText.Lines(question), DisplayText.Line(caption));

    /// <summary>Writes a failure; what comes after it still runs.</summary>
    protected void WriteFailure(SetupException failure, object? target = null) =>
        WriteError(SetupErrors.Record(failure, target));

    /// <summary>Whether the user only wants to see what would be done.</summary>
    protected internal bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
            ? LanguagePrimitives.IsTrue(given)
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>A program of the product.</summary>
    /// <exception cref="SetupException">It is not there.</exception>
    protected ToolProgram Program(string name) => new(ProgramPath(name));

    /// <summary>Where a program of the product is.</summary>
    /// <exception cref="SetupException">It is not there.</exception>
    protected string ProgramPath(string name) => new ProgramPlaces(ModuleFolder).Find(name);

    /// <summary>Folder of the module.</summary>
    protected string ModuleFolder => MyInvocation.MyCommand.Module?.ModuleBase
        ?? Path.GetDirectoryName(typeof(PedOSCmdlet).Assembly.Location)!;

    /// <summary>Opens a machine.</summary>
    /// <param name="imagePath">Folder of an image; null for the running Windows.</param>
    /// <param name="isChanged">Whether it will be changed.</param>
    /// <exception cref="SetupException">There is no such machine, or it cannot be opened for this.</exception>
    internal IMachine OpenMachine(string? imagePath, bool isChanged) =>
        MachineAccess.Open(imagePath is null ? null : FilePath(imagePath), isChanged && !IsWhatIf);

    /// <summary>Where files come from.</summary>
    /// <param name="source">Folder of the package; null for the one beside the module.</param>
    internal PackagePlace FindPackage(string? source) =>
        new(source is null ? null : FilePath(source), [Path.Combine(ModuleFolder, "payload")], "-Source");

    /// <summary>A path of the file system as the system knows it.</summary>
    protected string FilePath(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (SetupException e) when (Stopping && e.Error == SetupError.Cancelled)
        {
            throw new PipelineStoppedException();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (SetupException e) when (IsFailureFatal)
        {
            ThrowTerminatingError(SetupErrors.Record(e, null));
        }
        catch (SetupException e)
        {
            WriteFailure(e);
        }
    }
}

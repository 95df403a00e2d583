using System.Collections;
using System.Management.Automation;
using PedOS.Tools.Cmdlets.Views;
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
    private Queue<Action>? _kept;

    /// <summary>Cancelled by Ctrl-C.</summary>
    protected internal CancellationToken Cancellation => _stopping.Token;

    /// <summary>What a failure is about just now, when it is not what the parameters say first.</summary>
    protected object? Subject { get; set; }

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
    protected sealed override void BeginProcessing()
    {
        // Usually they are there since the import; an assembly that is known may be imported without being told.
        ViewSession.Add();
        Guard(Begin, isFatal: true);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process, IsFailureFatal);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(End, IsFailureFatal);

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

    /// <summary>
    /// What is written from now on is kept back until this object of the pipeline is done. Whoever comes next in the
    /// pipeline may want what the cmdlet holds meanwhile: the same image.
    /// </summary>
    protected void KeepBack() => _kept ??= new();

    /// <summary>Writes an object, or keeps it back; also for those who work for the cmdlet.</summary>
    protected internal new void WriteObject(object? value) => Say(() => base.WriteObject(value));

    /// <summary>Writes the objects of a list, or keeps them back. Those before a failure are not lost.</summary>
    /// <param name="value">The object or list.</param>
    /// <param name="isList">Whether each object of the list is written.</param>
    protected new void WriteObject(object? value, bool isList)
    {
        if (_kept is null || !isList || value is not IEnumerable list || value is string)
        {
            Say(() => base.WriteObject(value, isList));
            return;
        }

        foreach (object? item in list)
        {
            WriteObject(item);
        }
    }

    /// <summary>Writes a failure, or keeps it back; what comes after it still runs.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="target">What it is about; by default what the parameters say.</param>
    protected void WriteFailure(SetupException failure, object? target = null)
    {
        ErrorRecord record = SetupErrors.Record(failure, target ?? Subject ?? ErrorTarget.Of(this, failure.Error));
        Say(() => WriteError(record));
    }

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
    internal IMachine OpenMachine(string? imagePath, bool isChanged)
    {
        if (isChanged)
        {
            KeepBack();
        }

        return MachineAccess.Open(imagePath is null ? null : FilePath(imagePath), isChanged && !IsWhatIf);
    }

    /// <summary>Where files come from.</summary>
    /// <param name="source">Folder of the package; null for the one beside the module.</param>
    internal PackagePlace FindPackage(string? source) =>
        new(source is null ? null : FilePath(source), [Path.Combine(ModuleFolder, "payload")], "-Source");

    /// <summary>A path of the file system as the system knows it.</summary>
    /// <exception cref="SetupException">It is a path of something else, or none at all.</exception>
    protected string FilePath(string path)
    {
        string found = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem" && found.IndexOf('\0') < 0
            ? found
            : throw new SetupException(
                SetupError.InvalidArgument,
                $"{path.Replace('\0', '?')} is no path of the file system",
                "Name a file or folder of this computer.");
    }

    private void Say(Action say)
    {
        if (_kept is null)
        {
            say();
        }
        else
        {
            _kept.Enqueue(say);
        }
    }

    private void Guard(Action action, bool isFatal)
    {
        SetupException? failure = null;
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
        catch (SetupException e)
        {
            failure = e;
        }
        catch (Exception e) when (!SetupErrors.IsOfPowerShell(e))
        {
            failure = SetupErrors.Unexpected(MyInvocation.MyCommand.Name, e);
            isFatal = true;
        }

        // What the cmdlet held is released; what it had to say is said in the order in which it came.
        Queue<Action>? kept = _kept;
        _kept = null;
        while (kept is { Count: > 0 })
        {
            kept.Dequeue()();
        }

        if (failure is not null && isFatal)
        {
            ThrowTerminatingError(SetupErrors.Record(failure, Subject ?? ErrorTarget.Of(this, failure.Error)));
        }
        else if (failure is not null)
        {
            WriteFailure(failure);
        }
    }
}

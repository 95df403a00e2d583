using System.Management.Automation;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Qrexec;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>A cmdlet that sends files to another machine: all that come through the pipeline in one transfer.</summary>
public abstract class FileCmdlet : PedOSCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";

    // A command line of Windows has 32767 characters; quotes and options need some.
    private const int MaxPaths = 24_000;

    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _batch = [];
    private int _length;
    private string _program = "";

    /// <summary>Files and folders; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [PlainText(IsList = true, IsPattern = true)]
    public string[] Path { get; set; } = [];

    /// <summary>Files and folders, exactly as they are called; objects of Get-ChildItem bind here.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralSet)]
    [Alias("PSPath", "FullName")]
    [PlainText(IsList = true)]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The machine; by default dom0 asks the user.</summary>
    [Parameter(Position = 1)]
    [PlainText]
    public string Target { get; set; } = "@default";

    /// <summary>Leaves symbolic links out.</summary>
    [Parameter]
    public SwitchParameter IgnoreSymbolicLink { get; set; }

    /// <summary>Leaves files out whose data is not on this computer.</summary>
    [Parameter]
    public SwitchParameter SkipCloudFile { get; set; }

    /// <summary>What is done, a word that a path completes.</summary>
    protected abstract string Action { get; }

    /// <summary>Whether files are removed here when the other machine has them.</summary>
    protected abstract bool IsMove { get; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        QrexecRequest.CheckTarget(Target);
        _program = ProgramPath(ProgramNames.Rpc);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        bool isLiteral = ParameterSetName == LiteralSet;
        foreach (string given in isLiteral ? LiteralPath : Path)
        {
            try
            {
                foreach (string path in Find(given, isLiteral))
                {
                    Add(path);
                }
            }
            catch (SetupException e)
            {
                WriteFailure(e, given);
            }
        }
    }

    /// <inheritdoc/>
    protected override void End() => SendBatch();

    private string[] Find(string given, bool isLiteral)
    {
        if (isLiteral)
        {
            return [FilePath(given)];
        }

        try
        {
            string[] found = [.. GetResolvedProviderPathFromPSPath(given, out ProviderInfo provider)];
            return provider.Name == "FileSystem"
                ? found
                : throw new SetupException(
                    SetupError.InvalidArgument,
                    $"{given} is no path of the file system",
                    "Name a file or folder of this computer.");
        }
        catch (ItemNotFoundException)
        {
            throw NotFound(given);
        }
        catch (Exception e) when (e is SessionStateException or ArgumentException or WildcardPatternException)
        {
            throw new SetupException(
                SetupError.InvalidArgument,
                $"{given.Replace('\0', '?')} is no path: {e.Message}",
                "Name a file or folder of this computer, with -LiteralPath when it has brackets.",
                e);
        }
    }

    private void Add(string given)
    {
        string path = System.IO.Path.GetFullPath(given).TrimEnd('/', System.IO.Path.DirectorySeparatorChar);
        string name = System.IO.Path.GetFileName(path);
        if (name.Length == 0)
        {
            throw new SetupException(
                SetupError.InvalidArgument,
                $"{given} has no name under which it could be sent",
                "Name the files and folders in it.");
        }

        if (!IsThere(path))
        {
            throw NotFound(given);
        }

        if (!_paths.Add(path) || !ShouldProcess(path, $"{Action} to {Target}"))
        {
            return;
        }

        if (!_names.Add(name))
        {
            throw new SetupException(
                SetupError.InvalidArgument,
                $"{path} has the same name at the other end as something that is sent already",
                "Send them one after the other.");
        }

        if (_length + path.Length > MaxPaths)
        {
            SendBatch();
        }

        _batch.Add(path);
        _length += path.Length + 3;
    }

    private void SendBatch()
    {
        if (_batch.Count == 0)
        {
            return;
        }

        string[] paths = [.. _batch];
        _batch.Clear();
        _length = 0;
        string title = $"{Action} to {Target}";
        FileSendClient client = new(
            _program, p => WriteProgress(1, title, p.Text, p.Percent), WriteWarning, Cancellation);
        try
        {
            FileTransfer transfer = client.Send(new(Target, paths, IsMove, IgnoreSymbolicLink, SkipCloudFile));
            WriteObject(transfer);
            if (transfer.Failure is { } failure)
            {
                WriteFailure(failure, Target);
            }
        }
        catch (SetupException e) when (e.Error != SetupError.Cancelled)
        {
            WriteFailure(e, Target);
        }

        WriteProgress(1, title, "done", 100, isDone: true);
    }

    // A link that leads nowhere is there, too.
    private static bool IsThere(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static SetupException NotFound(string path) => new(
        SetupError.NotFound, $"there is no file or folder {path}", "Look where it is with Get-ChildItem.");
}

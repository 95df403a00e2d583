using System.Globalization;
using System.Text;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>A file with a known content, from the package or carried by the plan.</summary>
public sealed class FileResource : Resource
{
    private const string Hash = "sha256";

    private readonly FileContent _content;
    private readonly AccessRule? _access;

    /// <summary>Describes the file.</summary>
    /// <param name="path">Its path on the machine; its directory exists or is a resource too.</param>
    /// <param name="component">Component it belongs to.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="access">Who may do what with it; null inherits from the directory.</param>
    /// <param name="kind"><see cref="ResourceKinds.File"/> or <see cref="ResourceKinds.Shortcut"/>.</param>
    public FileResource(
        string path,
        string component,
        FileContent content,
        AccessRule? access = null,
        string kind = ResourceKinds.File)
        : base(kind, path, component)
    {
        _content = content;
        _access = access;
        Desired = new(("is", "file"), (Hash, content.Sha256), ("length", Text(content.Length)));
    }

    /// <summary>Fact of a state: name under which the file of that state is kept.</summary>
    public static string KeptFact => "kept";

    /// <summary>Fact of a state after a step: what runs is still the file that was replaced.</summary>
    public static string InUseFact => "inUse";

    /// <inheritdoc/>
    public override ResourceState Desired { get; }

    /// <inheritdoc/>
    public override bool IsKept => true;

    /// <inheritdoc/>
    public override bool NeedsPackage => _content.IsOfPackage;

    /// <inheritdoc/>
    public override long Cost => _content.Length;

    /// <summary>The content it should have, as text: to look into an INF before it is installed.</summary>
    /// <exception cref="SetupException">The package does not have it, or another one.</exception>
    public string ReadText(IPackage package)
    {
        using Stream stream = _content.Open(package);
        using CheckedStream source = new(stream, Name, _content, CancellationToken.None);
        using StreamReader reader = new(source, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    /// <inheritdoc/>
    public override ResourceState Detect(IMachine machine)
    {
        FileEntry? entry = machine.Files.Find(Name);
        if (entry is null)
        {
            return ResourceState.Absent();
        }

        if (entry.Kind != FileKind.File)
        {
            throw new SetupException(
                SetupError.UnsafePath, $"{Name} is a {entry.Kind}, not a file", "Move away what has this name.");
        }

        return new(("is", "file"), (Hash, HashOf(machine.Files, Name)), ("length", Text(entry.Length)));
    }

    /// <inheritdoc/>
    public override bool IsSame(ResourceState one, ResourceState other) =>
        one.IsPresent == other.IsPresent && one[Hash] == other[Hash];

    /// <inheritdoc/>
    public override void Prepare(StepContext context, ResourceState target)
    {
        IFileTree files = context.Machine.Files;
        ResourceState present = Detect(context.Machine);
        bool isReached = IsSame(present, target);
        if (context.IsKeeping && present.IsPresent && !isReached && files.Find(context.KeepPath) is null)
        {
            files.Link(Name, context.KeepPath);
        }

        string staged = Staged(context);
        files.Delete(staged);
        if (isReached || !target.IsPresent)
        {
            return;
        }

        if (target[KeptFact] is not { } kept)
        {
            using Stream content = _content.Open(context.Package);
            using PromisedStream source = new(content, Name, _content, context.Cancellation);
            files.Write(staged, source, _access, written: null);
        }
        else if (files.Find(kept) is not null)
        {
            files.Link(kept, staged);
        }
        else
        {
            throw new SetupException(
                SetupError.NotFound,
                $"{Name} cannot be put back: {kept} is not there",
                "Put the file back from a backup, then resume.");
        }
    }

    /// <inheritdoc/>
    public override FileStamp? ReadBack(StepContext context, ResourceState target)
    {
        IFileTree files = context.Machine.Files;
        string staged = Staged(context);
        if (!target.IsPresent || target[KeptFact] is not null || FileStamp.Of(files.Find(staged)) is not { } stamp)
        {
            return null;
        }

        if (HashOf(files, staged) == _content.Sha256)
        {
            return stamp;
        }

        files.Delete(staged);
        using Stream content = _content.Open(context.Package);
        using PromisedStream source = new(content, Name, _content, context.Cancellation);
        throw Sha256Text.Of(source) != _content.Sha256
            ? source.Damaged()
            : new SetupException(
                SetupError.NotVerified,
                $"{Name} was written, and reads back as something else",
                "Check the disk, and what else writes to it (other software); then try again.");
    }

    /// <inheritdoc/>
    public override FileStamp? Stamp(IMachine machine) => FileStamp.Of(machine.Files.Find(Name));

    /// <inheritdoc/>
    public override void Apply(StepContext context, ResourceState target)
    {
        IFileTree files = context.Machine.Files;
        string staged = Staged(context);
        if (!target.IsPresent)
        {
            files.Delete(Name);
        }
        else if (files.Find(staged) is not null)
        {
            context.IsStillInUse = files.Replace(staged, Name);
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() =>
        [("content", _content.ToJson()), ("access", JsonValue.Of(_access?.ToString()))];

    private static string HashOf(IFileTree files, string path)
    {
        using Stream stream = files.OpenRead(path);
        return Sha256Text.Of(stream);
    }

    // Beside the file, so that giving it the name is one step; the keep path makes it this operation's own.
    private string Staged(StepContext context) =>
        Name + "." + context.KeepPath.Substring(context.KeepPath.LastIndexOf('\\') + 1) + ".new";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>
/// A directory. It is removed only when it is empty and was not there before. Where it has a rule, owner and list are
/// part of its state. One of an owner who is no administrator is moved away and made anew: he could change the list
/// again, and has it open perhaps.
/// </summary>
/// <param name="path">Its path; the one above exists or is a resource too.</param>
/// <param name="component">Component it belongs to.</param>
/// <param name="access">Who may do what in it; null inherits.</param>
public sealed class DirectoryResource(string path, string component, AccessRule? access = null)
    : Resource(ResourceKinds.Directory, path, component)
{
    private const string Access = "access";
    private const string Descriptor = "descriptor";
    private const string Owner = "owner";

    // How often one that is made again by others is moved away, before that is told (arbitrary).
    private const int MaxTries = 3;

    /// <summary>Who may do what in it; null inherits.</summary>
    public AccessRule? Rule => access;

    /// <inheritdoc/>
    public override ResourceState Desired { get; } = new(("is", "directory"), (Access, access?.ToString()));

    /// <inheritdoc/>
    public override ResourceState Detect(IMachine machine) => machine.Files.Find(Name) switch
    {
        null => ResourceState.Absent(),
        { Kind: FileKind.Directory } => Present(machine.Files),
        _ => throw new SetupException(
            SetupError.UnsafePath, $"{Name} is no directory", "Move away what has this name."),
    };

    /// <inheritdoc/>
    public override bool IsSame(ResourceState one, ResourceState other) =>
        one.IsPresent == other.IsPresent
        && (one[Access] is null || other[Access] is null
            || (one[Access] == other[Access] && one[Descriptor] == other[Descriptor]));

    /// <inheritdoc/>
    public override bool IsReached(IMachine machine, ResourceState now, ResourceState target) =>
        IsSame(now, target)
        || (!target.IsPresent && machine.Files.List(Name).Count > 0)

        // What was moved away stays so when ours cannot go: it has got something meanwhile.
        || (target.IsPresent && now.IsPresent && IsForeign(target));

    /// <inheritdoc/>
    public override void Apply(StepContext context, ResourceState target)
    {
        IFileTree files = context.Machine.Files;
        if (!target.IsPresent)
        {
            files.DeleteDirectory(Name);
        }
        else if (access is not { } rule)
        {
            files.CreateDirectory(Name, access: null);
        }
        else if (IsForeign(target))
        {
            BringBack(files, Aside(context));
        }
        else
        {
            Make(context, files, rule);
            if (target[Descriptor] is { } descriptor)
            {
                files.SetSecurity(Name, Convert.FromBase64String(descriptor));
            }
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() =>
        [("access", JsonValue.Of(access?.ToString()))];

    private static bool IsForeign(ResourceState state) =>
        state[Descriptor] is { } descriptor && !FolderSecurity.IsTrusted(Convert.FromBase64String(descriptor));

    private ResourceState Present(IFileTree files)
    {
        if (access is not { } rule || files.FindSecurity(Name) is not { } descriptor)
        {
            return new(("is", "directory"));
        }

        return FolderSecurity.RuleOf(descriptor) == rule
            ? Desired
            : new(
                ("is", "directory"),
                (Access, "other"),
                (Owner, FolderSecurity.OwnerOf(descriptor)),
                (Descriptor, Convert.ToBase64String(descriptor)));
    }

    private void Make(StepContext context, IFileTree files, AccessRule rule)
    {
        for (int i = 0; i < MaxTries; i++)
        {
            files.CreateDirectory(Name, rule);
            ResourceState now = Detect(context.Machine);
            if (IsSame(now, Desired))
            {
                return;
            }

            if (!IsForeign(now))
            {
                files.SetAccess(Name, rule);
                return;
            }

            files.MoveDirectory(Name, Vacant(files, Aside(context)));
        }

        throw new SetupException(
            SetupError.UnsafePath,
            $"{Name} is made again and again by somebody who is no administrator",
            "Find out who makes it and end that program, then try again.");
    }

    private void BringBack(IFileTree files, string aside)
    {
        if (files.Find(aside) is not { Kind: FileKind.Directory })
        {
            return;
        }

        files.DeleteDirectory(Name);
        if (files.Find(Name) is null)
        {
            files.MoveDirectory(aside, Name);
        }
    }

    private static string Vacant(IFileTree files, string path)
    {
        string vacant = path;
        for (int i = 2; files.Find(vacant) is not null; i++)
        {
            vacant = FormattableString.Invariant($"{path}-{i}");
        }

        return vacant;
    }

    // The first one that is moved away is what was there before the operation.
    private string Aside(StepContext context) =>
        Name + ".before-" + context.KeepPath.Substring(context.KeepPath.LastIndexOf('\\') + 1);
}

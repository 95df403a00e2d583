using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>A directory. It is removed only when it is empty and was not there before.</summary>
/// <param name="path">Its path; the one above exists or is a resource too.</param>
/// <param name="component">Component it belongs to.</param>
/// <param name="access">Who may do what in it; null inherits.</param>
public sealed class DirectoryResource(string path, string component, AccessRule? access = null)
    : Resource(ResourceKinds.Directory, path, component)
{
    /// <inheritdoc/>
    public override ResourceState Desired { get; } = new(("is", "directory"));

    /// <inheritdoc/>
    public override ResourceState Detect(IMachine machine) => machine.Files.Find(Name) switch
    {
        null => ResourceState.Absent(),
        { Kind: FileKind.Directory } => Desired,
        _ => throw new SetupException(
            SetupError.UnsafePath, $"{Name} is no directory", "Move away what has this name."),
    };

    /// <inheritdoc/>
    public override bool IsReached(IMachine machine, ResourceState now, ResourceState target) =>
        IsSame(now, target) || (!target.IsPresent && machine.Files.List(Name).Count > 0);

    /// <inheritdoc/>
    public override void Apply(StepContext context, ResourceState target)
    {
        if (target.IsPresent)
        {
            context.Machine.Files.CreateDirectory(Name, access);
        }
        else
        {
            context.Machine.Files.DeleteDirectory(Name);
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() =>
        [("access", JsonValue.Of(access?.ToString()))];
}

using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>
/// A log that a program of the product wrote: it goes with the product. What is in it does not matter, only that it is
/// there, and it comes back as it was when the removal is undone.
/// </summary>
/// <param name="path">Its path.</param>
/// <param name="component">Component it belongs to.</param>
public sealed class LogFileResource(string path, string component)
    : Resource(ResourceKinds.LogFile, path, component)
{
    /// <inheritdoc/>
    public override ResourceState Desired { get; } = ResourceState.Absent();

    /// <inheritdoc/>
    public override bool IsKept => true;

    /// <inheritdoc/>
    public override ResourceState Detect(IMachine machine) =>
        machine.Files.Find(Name) is { Kind: FileKind.File } ? new(("is", "file")) : ResourceState.Absent();

    /// <inheritdoc/>
    public override bool IsSame(ResourceState one, ResourceState other) => one.IsPresent == other.IsPresent;

    /// <inheritdoc/>
    public override bool IsReached(IMachine machine, ResourceState now, ResourceState target) =>
        !target.IsPresent || now.IsPresent;

    /// <inheritdoc/>
    public override void Prepare(StepContext context, ResourceState target)
    {
        IFileTree files = context.Machine.Files;
        bool isThere = Detect(context.Machine).IsPresent;
        if (context.IsKeeping && isThere && !target.IsPresent && files.Find(context.KeepPath) is null)
        {
            files.Link(Name, context.KeepPath);
        }

        if (!isThere && target.IsPresent && files.Find(context.KeepPath) is not null)
        {
            files.Link(context.KeepPath, Name);
        }
    }

    /// <inheritdoc/>
    public override void Apply(StepContext context, ResourceState target)
    {
        if (target.IsPresent)
        {
            return;
        }

        try
        {
            context.Machine.Files.Delete(Name);
        }
        catch (SetupException e) when (e.Error is SetupError.InputOutput or SetupError.AccessDenied)
        {
            // A program that is still ending has it open. A log is no reason to keep the product.
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() => [];
}

using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>
/// A file that the Windows Installer puts there and takes away. The engine only looks at it: what is installed must be
/// what the package's list says.
/// </summary>
public sealed class InstallerFileResource : Resource
{
    private readonly FileResource _file;
    private readonly FileContent _content;

    /// <summary>Describes the file.</summary>
    /// <param name="path">Its path on the machine.</param>
    /// <param name="component">Component it belongs to.</param>
    /// <param name="content">What is in it.</param>
    public InstallerFileResource(string path, string component, FileContent content)
        : base(ResourceKinds.InstallerFile, path, component)
    {
        _content = content;
        _file = new(path, component, content);
    }

    /// <inheritdoc/>
    public override ResourceState Desired => _file.Desired;

    /// <inheritdoc cref="FileResource.ReadText"/>
    public string ReadText(IPackage package) => _file.ReadText(package);

    /// <inheritdoc/>
    public override ResourceState Detect(IMachine machine) => _file.Detect(machine);

    /// <inheritdoc/>
    public override bool IsSame(ResourceState one, ResourceState other) => _file.IsSame(one, other);

    /// <inheritdoc/>
    public override bool IsReached(IMachine machine, ResourceState now, ResourceState target) =>
        !target.IsPresent || IsSame(now, target) || !IsSame(target, Desired);

    /// <inheritdoc/>
    public override void Prepare(StepContext context, ResourceState target)
    {
        if (context.IsKeeping && target.IsPresent && !IsSame(Detect(context.Machine), target))
        {
            throw new SetupException(
                SetupError.DamagedPackage,
                $"{Name} is not what the package's list says",
                "Repair the installation with the MSI it came from, or get that again.");
        }
    }

    /// <inheritdoc/>
    public override void Apply(StepContext context, ResourceState target)
    {
        // The Windows Installer does it.
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() => [("content", _content.ToJson())];
}

using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>A driver package in the driver store, and on the devices it fits.</summary>
/// <param name="infPath">Its INF on the machine, installed as a file before.</param>
/// <param name="version">Version of its DriverVer line.</param>
/// <param name="component">Component it belongs to.</param>
public sealed class DriverResource(string infPath, string version, string component)
    : RunningResource(ResourceKinds.Driver, infPath, component)
{
    /// <inheritdoc/>
    public override ResourceState Desired { get; } = new(("is", version));

    /// <inheritdoc/>
    public override bool NeedsRestart => true;

    private string InfName => Name.Substring(Name.LastIndexOf('\\') + 1);

    /// <inheritdoc/>
    protected override ResourceState Detect(IMachine machine, IRunningSystem running) =>
        running.Drivers.Find(InfName, version) is null ? ResourceState.Absent() : Desired;

    /// <inheritdoc/>
    protected override void Apply(StepContext context, IRunningSystem running, ResourceState target)
    {
        if (target.IsPresent)
        {
            _ = running.Drivers.Add(Name);
        }
        else if (running.Drivers.Find(InfName, version) is { } storeName)
        {
            _ = running.Drivers.Remove(storeName);
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() => [("version", JsonValue.Of(version))];
}

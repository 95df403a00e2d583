using PedOS.Tools.Engine.Foreign;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>
/// The boot loader lets test-signed drivers run. It goes on to while one is left that it loads itself: Windows keeps
/// the service of a driver that is removed, and a machine whose boot loader refuses it does not start any more.
/// </summary>
/// <param name="component">Component it belongs to.</param>
public sealed class TestSigningResource(string component)
    : RunningResource(ResourceKinds.TestSigning, "current", component)
{
    /// <inheritdoc/>
    public override ResourceState Desired { get; } = new(("is", "allowed"));

    /// <inheritdoc/>
    public override bool NeedsRestart => true;

    /// <inheritdoc/>
    public override bool IsReached(IMachine machine, ResourceState now, ResourceState target) =>
        IsSame(now, target) || (!target.IsPresent && XenDrivers.AreInBoot(machine));

    /// <inheritdoc/>
    protected override ResourceState Detect(IMachine machine, IRunningSystem running) =>
        running.Boot.AllowsTestSigning ? Desired : ResourceState.Absent();

    /// <inheritdoc/>
    protected override void Apply(StepContext context, IRunningSystem running, ResourceState target)
    {
        if (target.IsPresent || !XenDrivers.AreInBoot(context.Machine))
        {
            running.Boot.SetTestSigning(target.IsPresent);
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() => [];
}

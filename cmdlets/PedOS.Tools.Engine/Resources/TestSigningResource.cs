using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>The boot loader lets test-signed drivers run.</summary>
/// <param name="component">Component it belongs to.</param>
public sealed class TestSigningResource(string component)
    : RunningResource(ResourceKinds.TestSigning, "current", component)
{
    /// <inheritdoc/>
    public override ResourceState Desired { get; } = new(("is", "allowed"));

    /// <inheritdoc/>
    public override bool NeedsRestart => true;

    /// <inheritdoc/>
    protected override ResourceState Detect(IMachine machine, IRunningSystem running) =>
        running.AllowsTestSigning ? Desired : ResourceState.Absent();

    /// <inheritdoc/>
    protected override void Apply(StepContext context, IRunningSystem running, ResourceState target) =>
        running.SetTestSigning(target.IsPresent);

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() => [];
}

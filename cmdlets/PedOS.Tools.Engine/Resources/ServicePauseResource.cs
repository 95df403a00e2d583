using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>A service that stands still while its files are replaced; undoing starts it again if it ran.</summary>
/// <param name="service">Name of the service.</param>
/// <param name="component">Component it belongs to.</param>
public sealed class ServicePauseResource(string service, string component)
    : RunningResource(ResourceKinds.ServicePause, service, component)
{
    /// <inheritdoc/>
    public override bool IsTransient => true;

    /// <inheritdoc/>
    public override ResourceState Desired { get; } = ResourceState.Absent();

    /// <inheritdoc/>
    protected override ResourceState Detect(IMachine machine, IRunningSystem running) =>
        machine.Services.Find(Name) is not null && running.Services.IsRunning(Name)
            ? new(("is", "running"))
            : ResourceState.Absent();

    /// <inheritdoc/>
    protected override void Apply(StepContext context, IRunningSystem running, ResourceState target)
    {
        if (target.IsPresent)
        {
            running.Services.Start(Name, context.Cancellation);
        }
        else
        {
            running.Services.Stop(Name, context.Cancellation);
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() => [];
}

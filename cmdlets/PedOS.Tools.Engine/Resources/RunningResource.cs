using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Resources;

/// <summary>Something that only a running Windows can change.</summary>
/// <param name="kind">See <see cref="ResourceKinds"/>.</param>
/// <param name="name">Name within the kind.</param>
/// <param name="component">Component it belongs to.</param>
public abstract class RunningResource(string kind, string name, string component) : Resource(kind, name, component)
{
    /// <inheritdoc/>
    public sealed override bool NeedsRunningSystem => true;

    /// <inheritdoc/>
    public sealed override ResourceState Detect(IMachine machine) => Detect(machine, Running(machine));

    /// <inheritdoc/>
    public sealed override void Apply(StepContext context, ResourceState target)
    {
        if (!IsSame(Detect(context.Machine), target))
        {
            Apply(context, Running(context.Machine), target);
        }
    }

    /// <summary>The state it has.</summary>
    protected abstract ResourceState Detect(IMachine machine, IRunningSystem running);

    /// <summary>Brings it to a state it does not have.</summary>
    protected abstract void Apply(StepContext context, IRunningSystem running, ResourceState target);

    private IRunningSystem Running(IMachine machine) =>
        machine.Running ?? throw new SetupException(
            SetupError.Internal, $"{Id} was asked of a Windows that does not run", "Report this defect.");
}

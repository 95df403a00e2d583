using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>
/// One thing on a machine that the tools own: a file, a registry value, a service. It knows the state it should have,
/// tells the state it has, and can be brought from any state to another one it was in.
/// </summary>
/// <remarks>
/// A change has two halves, so that a power cut never leaves less than there was: <see cref="Prepare"/> only adds
/// (the new file under a temporary name, a second name for the old one), and after that is durable
/// <see cref="Apply"/> switches. Both may be repeated after an interruption at any point of either.
/// </remarks>
public abstract class Resource
{
    /// <summary>Describes the resource.</summary>
    /// <param name="kind">What sort of thing it is, see <see cref="ResourceKinds"/>.</param>
    /// <param name="name">Its name within the kind: a path, a key and value, a service.</param>
    /// <param name="component">The component it belongs to.</param>
    protected Resource(string kind, string name, string component)
    {
        Kind = kind;
        Name = name;
        Component = component;
    }

    /// <summary>Stable id: the kind and the name.</summary>
    public string Id => Kind + ":" + Name;

    /// <summary>What sort of thing it is.</summary>
    public string Kind { get; }

    /// <summary>Its name within the kind.</summary>
    public string Name { get; }

    /// <summary>The component it belongs to.</summary>
    public string Component { get; }

    /// <summary>Whether only a running Windows can change it; an image's first start does it then.</summary>
    public virtual bool NeedsRunningSystem => false;

    /// <summary>Whether a change of it is one of the registry alone, which can be rehearsed.</summary>
    public virtual bool IsOfRegistry => false;

    /// <summary>Whether a restart of Windows is needed before a change of it works.</summary>
    public virtual bool NeedsRestart => false;

    /// <summary>Whether it is only a means of an operation, and nothing that stays installed.</summary>
    public virtual bool IsTransient => false;

    /// <summary>Whether what it replaces or removes is a file that is kept until nobody can want it back.</summary>
    public virtual bool IsKept => false;

    /// <summary>Whether a state has a file that is kept when it is left.</summary>
    /// <param name="before">The state.</param>
    public virtual bool Keeps(ResourceState before) => IsKept && before.IsPresent;

    /// <summary>Whether a file of the package is needed to bring it to its desired state.</summary>
    public virtual bool NeedsPackage => false;

    /// <summary>Bytes that have to be copied to bring it to its desired state.</summary>
    public virtual long Cost => 0;

    /// <summary>The state it should have while its component is installed.</summary>
    public abstract ResourceState Desired { get; }

    /// <summary>The state it should have when its component is removed.</summary>
    /// <param name="original">The state it had before the component was installed.</param>
    public virtual ResourceState Without(ResourceState original) => original;

    /// <summary>The state it has. Changes nothing.</summary>
    public abstract ResourceState Detect(IMachine machine);

    /// <summary>Whether two states are the same for all purposes of a user.</summary>
    public virtual bool IsSame(ResourceState one, ResourceState other) =>
        one.IsPresent == other.IsPresent && (!one.IsPresent || one.Equals(other));

    /// <summary>Whether it has reached a state, as far as it can.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="now">The state it has.</param>
    /// <param name="target">The state to reach.</param>
    public virtual bool IsReached(IMachine machine, ResourceState now, ResourceState target) => IsSame(now, target);

    /// <summary>Lays ready what <see cref="Apply"/> needs, and keeps what it will replace. Adds only.</summary>
    /// <param name="context">Machine, sources and place for what is kept.</param>
    /// <param name="target">The state to reach.</param>
    public virtual void Prepare(StepContext context, ResourceState target)
    {
    }

    /// <summary>Reads back what <see cref="Prepare"/> laid ready. Several may be read at once.</summary>
    /// <param name="context">Machine, sources and place for what is kept.</param>
    /// <param name="target">The state to reach.</param>
    /// <returns>
    /// The <see cref="Stamp"/> that it has after <see cref="Apply"/> when nobody else writes to it: then it need not be
    /// read again. Null when nothing was read.
    /// </returns>
    /// <exception cref="SetupException">It is not what was to be laid ready, and is removed.</exception>
    public virtual FileStamp? ReadBack(StepContext context, ResourceState target) => null;

    /// <summary>What tells without reading it whether anybody has written to it; null when nothing does.</summary>
    /// <param name="machine">The machine.</param>
    public virtual FileStamp? Stamp(IMachine machine) => null;

    /// <summary>Brings it to a state.</summary>
    /// <param name="context">Machine, sources and place for what is kept.</param>
    /// <param name="target">The state to reach.</param>
    public abstract void Apply(StepContext context, ResourceState target);

    /// <summary>Everything that is needed to make it again, for the plan.</summary>
    public JsonValue ToJson() => JsonValue.Record(
        new KeyValuePair<string, JsonValue>[]
        {
            new("kind", JsonValue.Of(Kind)),
            new("name", JsonValue.Of(Name)),
            new("component", JsonValue.Of(Component)),
        }.Concat(Details().Select(static d => new KeyValuePair<string, JsonValue>(d.Name, d.Value))));

    /// <summary>What a kind has beyond kind, name and component.</summary>
    protected abstract IEnumerable<(string Name, JsonValue Value)> Details();
}

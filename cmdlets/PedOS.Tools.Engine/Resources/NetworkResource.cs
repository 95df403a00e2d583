using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>
/// The network while <c>network-setup</c> keeps it: the folder in which that program remembers how the network was
/// before. Removing it puts the network back first, when there is no service any more that a restart could start;
/// undoing that is left to the service, which then starts again.
/// </summary>
/// <param name="folder">The folder, beside the program.</param>
/// <param name="component">Component it belongs to.</param>
public sealed class NetworkResource(string folder, string component)
    : Resource(ResourceKinds.Network, folder, component)
{
    // Fact of a state: the network was changed, and the file says how it was before.
    private const string ChangedFact = "changed";

    // What a program that was killed leaves; a state that could not be understood; and what the clock was told.
    private static readonly string[] Leftovers =
    [
        NetworkStateNames.Lock, NetworkStateNames.BeforeNew, NetworkStateNames.BeforeDamaged, NetworkStateNames.Clock,
        NetworkStateNames.ClockNew,
    ];

    private string Before => $"{Name}\\{NetworkStateNames.Before}";

    private string Program => $"{Name.Substring(0, Name.LastIndexOf('\\'))}\\{ProgramNames.NetworkSetup}.exe";

    /// <inheritdoc/>
    public override ResourceState Desired { get; } = new(("is", "kept"));

    /// <inheritdoc/>
    public override bool IsKept => true;

    /// <inheritdoc/>
    public override ResourceState Detect(IMachine machine) =>
        machine.Files.Find(Name) is not { Kind: FileKind.Directory } ? ResourceState.Absent()
        : machine.Files.Find(Before) is null ? Desired
        : Desired.With(ChangedFact, "yes");

    /// <inheritdoc/>
    public override bool Keeps(ResourceState before) => before[ChangedFact] is not null;

    /// <inheritdoc/>
    /// <remarks>A folder that was there before is what was left of an earlier installation.</remarks>
    public override ResourceState Without(ResourceState original) => ResourceState.Absent();

    /// <inheritdoc/>
    public override bool IsSame(ResourceState one, ResourceState other) => one.IsPresent == other.IsPresent;

    /// <inheritdoc/>
    public override bool IsReached(IMachine machine, ResourceState now, ResourceState target) =>
        IsSame(now, target) || (!target.IsPresent && machine.Files.Find(Before) is null);

    /// <inheritdoc/>
    public override void Prepare(StepContext context, ResourceState target)
    {
        IFileTree files = context.Machine.Files;
        bool isKnown = files.Find(Before) is not null;
        bool isKept = files.Find(context.KeepPath) is not null;
        if (context.IsKeeping && !target.IsPresent && isKnown && !isKept)
        {
            files.Link(Before, context.KeepPath);
        }

        if (target.IsPresent && isKept && !isKnown)
        {
            // The service that starts again has to know what was before the first change, not before this one.
            files.CreateDirectory(Name, access: null);
            files.Link(context.KeepPath, Before);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="SetupException">The network could not be put back; it is as the program set it.</exception>
    public override void Apply(StepContext context, ResourceState target)
    {
        IFileTree files = context.Machine.Files;
        if (target.IsPresent)
        {
            files.CreateDirectory(Name, access: null);
            return;
        }

        if (files.Find(Before) is not null)
        {
            if (context.Machine.Running is { } running && files.Find(Program) is not null)
            {
                // Started again by a restart in between; only one of the two can know what was before.
                running.Services.Stop(ProgramNames.NetworkSetup, context.Cancellation);
                running.Network.Restore(Program, context.Cancellation);
            }

            // It still tells of adapters that are gone, or there is no program any more that could use it.
            files.Delete(Before);
        }

        foreach (string name in Leftovers.Where(n => files.Find($"{Name}\\{n}") is not null))
        {
            files.Delete($"{Name}\\{name}");
        }

        if (files.Find(Name) is not null)
        {
            files.DeleteDirectory(Name);
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() => [];
}

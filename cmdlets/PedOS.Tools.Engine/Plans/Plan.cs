using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Resources;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Plans;

/// <summary>
/// Everything an operation will do, in order. It changes no more once it is made: what is shown is what runs.
/// </summary>
public sealed class Plan
{
    /// <summary>Version of the format that is written, and the newest that is read.</summary>
    public const int Format = 1;

    /// <summary>Puts a plan together.</summary>
    /// <param name="id">Name of the operation, see <see cref="PlanId"/>.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="version">Version of the tools afterwards; "" when none is left.</param>
    /// <param name="components">Components that are installed afterwards.</param>
    /// <param name="steps">In the order in which they run; each resource once.</param>
    /// <param name="deferred">What has to wait for the first start of an image.</param>
    public Plan(
        string id,
        PlanKind kind,
        string version,
        IEnumerable<string> components,
        IEnumerable<PlanStep> steps,
        IEnumerable<PlanStep> deferred)
    {
        Id = id;
        Kind = kind;
        Version = version;
        Components = [.. components];
        Steps = [.. steps];
        Deferred = [.. deferred];
        string? twice = Steps.Select(static s => s.Id)
            .GroupBy(static i => i, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(static g => g.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new SetupException(SetupError.Internal, $"the plan has {twice} twice", "Report this defect.");
        }
    }

    /// <summary>Name of the operation.</summary>
    public string Id { get; }

    /// <summary>What it is for.</summary>
    public PlanKind Kind { get; }

    /// <summary>Version of the tools afterwards; "" when none is left.</summary>
    public string Version { get; }

    /// <summary>Components that are installed afterwards.</summary>
    public IReadOnlyList<string> Components { get; }

    /// <summary>In the order in which they run.</summary>
    public IReadOnlyList<PlanStep> Steps { get; }

    /// <summary>What has to wait for the first start of an image; empty for a running Windows.</summary>
    public IReadOnlyList<PlanStep> Deferred { get; }

    /// <summary>Who signed the package that it installs from; null when it needs none.</summary>
    public PackageOrigin? Origin { get; private init; }

    /// <summary>Who signed what it replaces; null when that was the same one, or there was nothing.</summary>
    public PackageOrigin? Replaced { get; private init; }

    /// <summary>Steps that change something.</summary>
    public IEnumerable<PlanStep> Changes => Steps.Where(static s => s.Change != StepChange.None);

    /// <summary>Drivers that others have installed and that the tools use afterwards.</summary>
    public IEnumerable<AdoptedDriverResource> AdoptedDrivers =>
        Steps.Where(static s => s.Target.IsPresent).Select(static s => s.Resource).OfType<AdoptedDriverResource>();

    /// <summary>Whether Windows has to be restarted before everything works.</summary>
    public bool NeedsRestart => Changes.Any(static s => s.Resource.NeedsRestart);

    /// <summary>Bytes that will be copied.</summary>
    public long Cost => Changes.Where(static s => s.Target.IsPresent).Sum(static s => s.Resource.Cost);

    /// <summary>The same plan, which tells where its files come from.</summary>
    /// <param name="origin">Who signed the package.</param>
    /// <param name="installed">Who signed what is installed; null for nothing.</param>
    public Plan From(PackageOrigin origin, PackageOrigin? installed) => new(
        Id, Kind, Version, Components, Steps, Deferred)
    {
        Origin = origin,
        Replaced = installed?.Sha256 == origin.Sha256 ? null : installed,
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is no plan, or one of a newer version.</exception>
    public static Plan FromJson(JsonValue value)
    {
        int format = value.Get("format").AsInt32();
        return format != Format
            ? throw new FormatException($"a plan of format {format}; this version knows {Format}")
            : new(
                value.Get("id").AsText(),
                Enum.TryParse(value.Get("kind").AsText(), out PlanKind kind)
                    ? kind
                    : throw new FormatException($"operation {value.Get("kind")} is not known to this version"),
                value.Get("version").AsText(),
                value.Get("components").Items.Select(static c => c.AsText()),
                value.Get("steps").Items.Select(PlanStep.FromJson),
                value.Get("deferred").Items.Select(PlanStep.FromJson))
            {
                Origin = value.Find("origin") is { } origin ? PackageOrigin.FromJson(origin) : null,
                Replaced = value.Find("replaced") is { } replaced ? PackageOrigin.FromJson(replaced) : null,
            };
    }

    /// <summary>As a record.</summary>
    public JsonValue ToJson() => JsonValue.Record(
        ("format", JsonValue.Of(Format)),
        ("id", JsonValue.Of(Id)),
        ("kind", JsonValue.Of(Kind.ToString())),
        ("version", JsonValue.Of(Version)),
        ("components", JsonValue.Of(Components)),
        ("origin", Origin?.ToJson() ?? JsonValue.Null),
        ("replaced", Replaced?.ToJson() ?? JsonValue.Null),
        ("steps", JsonValue.Of(Steps.Select(static s => s.ToJson()))),
        ("deferred", JsonValue.Of(Deferred.Select(static s => s.ToJson()))));
}

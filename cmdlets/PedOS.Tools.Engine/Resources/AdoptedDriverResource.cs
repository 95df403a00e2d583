using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Foreign;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>
/// A driver that others have installed and that the tools use. The engine only looks at it: nothing brings it, changes
/// it or takes it away.
/// </summary>
public sealed class AdoptedDriverResource : Resource
{
    private const string ProviderFact = "provider";

    /// <summary>Describes the driver as it was adopted.</summary>
    /// <param name="driver">The driver.</param>
    public AdoptedDriverResource(XenDriver driver)
        : this(driver.Name, driver.Version, driver.Provider)
    {
    }

    private AdoptedDriverResource(string name, string version, string provider)
        : base(ResourceKinds.AdoptedDriver, name, ComponentNames.Shared) => Desired = Of(version, provider);

    /// <inheritdoc/>
    public override ResourceState Desired { get; }

    /// <summary>Version it was adopted in.</summary>
    public string Version => Desired["is"] ?? "";

    /// <summary>Who provides it.</summary>
    public string Provider => Desired[ProviderFact] ?? "";

    /// <inheritdoc/>
    public override ResourceState Detect(IMachine machine)
    {
        XenDriver[] found = [.. XenDrivers.Find(machine).Where(d => d.Name == Name)];
        return found.Length == 0
            ? ResourceState.Absent()
            : Of(
                string.Join(" and ", found.Select(static d => d.Version)),
                string.Join(" and ", found.Select(static d => d.Provider).Distinct(StringComparer.Ordinal)));
    }

    /// <inheritdoc/>
    public override void Apply(StepContext context, ResourceState target)
    {
        // It is somebody else's.
    }

    /// <summary>Reads what <see cref="Resource.ToJson"/> wrote.</summary>
    internal static AdoptedDriverResource FromJson(string name, JsonValue value) =>
        new(name, value.Get("version").AsText(), value.Get(ProviderFact).AsText());

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() =>
        [("version", JsonValue.Of(Version)), (ProviderFact, JsonValue.Of(Provider))];

    private static ResourceState Of(string version, string provider) => new(("is", version), (ProviderFact, provider));
}

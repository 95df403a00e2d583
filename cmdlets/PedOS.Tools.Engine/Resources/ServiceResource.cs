using System.Globalization;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>A service as it is configured.</summary>
/// <param name="settings">How.</param>
/// <param name="component">Component it belongs to.</param>
public sealed class ServiceResource(ServiceConfiguration settings, string component)
    : Resource(ResourceKinds.Service, settings.Name, component)
{
    /// <inheritdoc/>
    public override ResourceState Desired { get; } = Of(settings);

    /// <inheritdoc/>
    public override bool IsOfRegistry => true;

    /// <inheritdoc/>
    public override ResourceState Detect(IMachine machine) =>
        machine.Services.Find(Name) is { } found ? Of(found) : ResourceState.Absent();

    /// <inheritdoc/>
    public override void Apply(StepContext context, ResourceState target)
    {
        IServiceDatabase services = context.Machine.Services;
        if (!target.IsPresent)
        {
            services.Delete(Name);
        }
        else if (!IsSame(Detect(context.Machine), target))
        {
            services.Set(Read(Name, target));
        }
    }

    /// <summary>Reads what <see cref="Resource.ToJson"/> wrote.</summary>
    internal static ServiceResource FromJson(string component, JsonValue value) =>
        new(Read(value.Get("name").AsText(), ResourceState.FromJson(value.Get("settings"))), component);

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() => [("settings", Desired.ToJson())];

    private static ResourceState Of(ServiceConfiguration settings) => new(
        ("is", settings.DisplayName),
        ("description", settings.Description),
        ("command", settings.Command),
        ("start", settings.Start.ToString()),
        ("depends", settings.DependsOn),
        ("restart", settings.RestartSeconds.ToString(CultureInfo.InvariantCulture)),
        ("afterErrors", settings.RestartsAfterErrors ? null : "no"));

    private static ServiceConfiguration Read(string name, ResourceState state) => new(
        name,
        state["is"] ?? name,
        state["description"] ?? "",
        state["command"] ?? throw new FormatException("a service has no command"),
        Enum.TryParse(state["start"], out ServiceStart start) ? start : throw new FormatException("no start type"),
        state["depends"] ?? "",
        int.Parse(state["restart"] ?? "0", NumberStyles.None, CultureInfo.InvariantCulture),
        state["afterErrors"] is null);
}
